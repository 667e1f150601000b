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

  // Downloads: the menu closes when something else is wanted.
  const menu = find(".dropdown-download-buttons");
  menu?.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false; });

  // Search: the page for it has a field of its own.
  const dialog = find("#pst-search-dialog");
  const search = () => {
    if (menu) menu.open = false;
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
    if (menu && !target.closest(".dropdown-download-buttons > summary")) menu.open = false;
    const over = target.closest("dialog[open]"), box = over?.getBoundingClientRect();
    if (target.closest("dialog a[href^='#']") || (target === over && (x < box.left || box.right < x || y < box.top || box.bottom < y))) over.close();
  });
  addEventListener("keydown", (event) => {
    const { key, shiftKey, altKey, metaKey, ctrlKey } = event;
    const over = find("dialog[open]");
    if (key === "Escape" && over) over.close();
    else if (key === "Escape" && menu?.open) {
      menu.open = false;
      menu.firstElementChild.focus();
    } else if (key.toLowerCase() === "k" && !shiftKey && !altKey && (apple ? metaKey && !ctrlKey : ctrlKey && !metaKey)) search();
    else return;
    event.preventDefault();
    event.stopPropagation(); // what was searched for stays marked
  }, true);

  // The current section: the last heading that came into the upper third, or the one asked for.
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
    if (part) links.set(part.querySelector("h1, h2, h3, h4, h5, h6") ?? part, link);
    link.addEventListener("click", () => { mark(link); asked = Date.now(); });
  }
  const reading = new IntersectionObserver((entries) => {
    const last = entries.findLast((entry) => entry.isIntersecting);
    if (last && Date.now() > asked + 1000) mark(links.get(last.target));
  }, { rootMargin: "0px 0px -70%" });
  for (const heading of links.keys()) reading.observe(heading);

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
