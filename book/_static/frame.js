// What surrounds the text: light or dark, search, side bars, the current section, copying.
(() => {
  const html = document.documentElement;
  const find = (selector) => document.querySelector(selector);

  // Light or dark. First comes what the system has not chosen, then what it has, then whatever it chooses.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const color = (mode) => {
    html.dataset.mode = mode;
    html.dataset.theme = mode !== "auto" ? mode : system.matches ? "dark" : "light";
    for (const button of document.querySelectorAll(".theme-switch-button")) button.setAttribute("aria-label", button.title = `Color mode: ${mode}`);
  };
  color(html.dataset.mode);
  system.addEventListener("change", () => color(html.dataset.mode));
  const switchColor = () => {
    const modes = system.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    color(modes[(modes.indexOf(html.dataset.mode) + 1) % 3]);
    localStorage.setItem("mode", html.dataset.mode);
  };

  // The menus close when something else is wanted.
  const menus = document.querySelectorAll(".header-menu");
  const close = (but) => { for (const menu of menus) if (menu !== but) menu.open = false; };
  for (const menu of menus) menu.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false; });

  // Search: the page for it has a field of its own.
  const dialog = find("#pst-search-dialog");
  const search = () => {
    close();
    const field = find("main form.bd-search input");
    if (field) field.select();
    else if (dialog.open) dialog.close();
    else dialog.showModal();
  };
  const apple = /^(Mac|iPhone|iPad)/.test(navigator.platform);
  if (apple) for (const key of document.querySelectorAll(".kbd-shortcut__modifier")) if (key.textContent === "Ctrl") key.textContent = "⌘";

  // Side bars: beside the text where there is room, else in a dialog that borrows what is in them.
  const move = (from, to) => {
    to.append(...from.childNodes);
    to.classList.add(...from.classList);
    from.removeAttribute("class");
  };
  const sidebar = (name) => () => {
    const bar = find(`#pst-${name}-sidebar`), over = find(`#pst-${name}-sidebar-modal`);
    if (name === "primary" && matchMedia("(min-width: 992px)").matches) return bar.classList.toggle("pst-sidebar-hidden");
    move(bar, over);
    over.showModal();
    over.addEventListener("close", () => move(over, bar), { once: true });
  };

  const copy = async (button) => {
    const code = button.parentElement.querySelector("pre").cloneNode(true);
    if (code.querySelector(".gp")) code.querySelectorAll(".gp, .go").forEach((part) => part.remove()); // a session: what was typed
    await navigator.clipboard.writeText(code.textContent.replace(/\n+$/, "\n"));
    button.classList.add("done");
    button.setAttribute("aria-label", "Copied");
    setTimeout(() => { button.classList.remove("done"); button.setAttribute("aria-label", "Copy"); }, 2000);
  };

  const actions = {
    "theme-switch-button": switchColor,
    "search-button__button": search,
    "primary-toggle": sidebar("primary"),
    "secondary-toggle": sidebar("secondary"),
    "btn-fullscreen-button": () => document.fullscreenElement ? document.exitFullscreen() : html.requestFullscreen(),
    "btn-download-pdf-button": () => print(),
    "copy": copy,
  };
  document.addEventListener("click", ({ target, clientX: x, clientY: y }) => {
    const button = target.closest("button");
    for (const name of button?.classList ?? []) actions[name]?.(button);
    close(target.closest(".header-menu > summary")?.parentElement);
    const over = target.closest("dialog[open]"), box = over?.getBoundingClientRect();
    if (target.closest("dialog a[href^='#']") || (target === over && (x < box.left || box.right < x || y < box.top || box.bottom < y))) over.close();
  });
  addEventListener("keydown", (event) => {
    const { key, shiftKey, altKey, metaKey, ctrlKey } = event;
    const over = find("dialog[open]"), menu = find(".header-menu[open]");
    if (key === "Escape" && over) over.close();
    else if (key === "Escape" && menu) {
      close();
      menu.firstElementChild.focus();
    } else if (key.toLowerCase() === "k" && !shiftKey && !altKey && (apple ? metaKey && !ctrlKey : ctrlKey && !metaKey)) search();
    else return;
    event.preventDefault();
    event.stopPropagation(); // what was searched for stays marked
  }, true);

  // The current section: the last whose heading is above the upper third, or towards the end of the page above a line
  // that comes down to its foot; after a jump the one asked for, wherever the page then stands.
  let current, asked = 0;
  const mark = (link) => {
    if (link === current) return;
    for (const [one, here] of [[current, false], [link, true]]) {
      if (!one) continue;
      here ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current");
      for (let part = one; part; part = part.parentElement.closest(".toc-entry")) part.classList.toggle("active", here);
    }
    current = link;
  };
  const links = new Map();
  for (const link of document.querySelectorAll(".page-toc a")) {
    const part = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (part) links.set(part, link);
    link.addEventListener("click", () => jump(part));
  }
  const read = () => {
    const line = 0.3 * innerHeight + Math.max(0, Math.min(scrollY, 1.7 * innerHeight + scrollY - html.scrollHeight));
    const above = (part) => part.getClientRects().length && part.getBoundingClientRect().top < line;
    if (Date.now() > asked + 1000) mark(links.get([...links.keys()].findLast(above)));
  };
  const jump = (part) => {
    while (part && !links.has(part)) part = part.parentElement;
    if (part) asked = Date.now();
    mark(links.get(part));
  };
  const arrive = () => jump(document.getElementById(decodeURIComponent(location.hash.slice(1))));
  addEventListener("hashchange", arrive);
  location.hash ? arrive() : requestAnimationFrame(read);
  addEventListener("scroll", read, { passive: true });

  // Away from the top, the bar has a shadow; on the way up, there is a shorter way.
  const back = find("#pst-back-to-top");
  let last = 0;
  addEventListener("scroll", () => {
    document.body.classList.toggle("scrolled", scrollY > 0);
    back.style.display = innerHeight < scrollY && scrollY < last ? "block" : "none";
    last = scrollY;
  }, { passive: true });
  back.addEventListener("click", () => scrollTo(0, 0));

  // A long menu shows where one is.
  const here = find(".bd-docs-nav a.current");
  if (here) new IntersectionObserver(([{ isIntersecting, target }], seen) => {
    seen.disconnect();
    const bar = target.closest(".bd-sidebar");
    if (!isIntersecting && bar.clientHeight) bar.scrollTop = target.offsetTop - bar.clientHeight / 3;
  }).observe(here);
})();
