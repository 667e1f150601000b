// What the page does beside what the theme does: wide things can be scrolled by keyboard, are named, and fade where there
// is more of them. On paper each sheet but the first has the page's title above, and there are solutions unless the
// address says ?solutions=0.
(() => {
  const title = document.title.split(" — ")[0];
  document.head.append(Object.assign(document.createElement("style"), {
    textContent: `@page { @top-right { content: ${JSON.stringify(title)}; } }`,
  }));
  document.documentElement.classList.toggle("without-solutions", new URLSearchParams(location.search).get("solutions") === "0");
  const name = "wider than the page: scroll sideways";
  const labels = new Map();
  for (const box of document.querySelectorAll('[role="group"][tabindex]')) labels.set(box, box.getAttribute("aria-label"));
  const sides = (box) => {
    const left = box.scrollLeft, right = box.scrollWidth - box.clientWidth - left;
    return [left > 1 && "before", right > 1 && "after"].filter(Boolean).join(" ");
  };
  const look = (boxes) => {
    const more = boxes.map(sides); // read all, then write: laid out once
    boxes.forEach((box, k) => {
      const set = { tabindex: "0", role: "group", "aria-label": `${labels.get(box)}, ${name}`, "data-more": more[k] };
      Object.entries(set).forEach(([key, value]) => more[k] ? box.setAttribute(key, value) : box.removeAttribute(key));
    });
  };
  // Only what comes into sight is measured: to measure all would make the browser lay out the whole chapter at once.
  const seen = new Set();
  const watch = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) isIntersecting ? seen.add(target) : seen.delete(target);
    look(entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target));
  }, { rootMargin: "50%" });
  labels.forEach((_, box) => {
    watch.observe(box);
    box.addEventListener("scroll", () => look([box]), { passive: true });
  });
  if (location.protocol === "file:") {
    // From a folder the font for reading is never there in time for "optional", and nobody waits for it.
    const sheet = document.querySelector('link[href$="site.css"]').href;
    for (const [weight, style] of [["400", "normal"], ["400", "italic"], ["600", "normal"]]) {
      const file = new URL(`fonts/literata-${weight}-${style}.woff2`, sheet);
      document.fonts.add(new FontFace("Literata", `url("${file}")`, { weight, style }));
    }
  }
  addEventListener("resize", () => look([...seen]));
  document.addEventListener("toggle", () => look([...seen]), true);
  // What a mark unfolds to is there once somebody asks for it, or did before this script came.
  const unfold = (mark) => {
    const held = mark.querySelector(":scope > noscript");
    if (held) held.outerHTML = held.textContent;
  };
  document.querySelectorAll(".derivation-mark > [open]").forEach(unfold);
  document.addEventListener("toggle", ({ target }) => unfold(target), true);
  document.querySelectorAll(".derivation-mark details").forEach((mark) => mark.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && mark.open) { mark.open = false; mark.firstElementChild.focus(); }
  }));

  // Who reports a mistake tells where: the line whose mark is open, or else the first equation in sight.
  const report = document.querySelector(".btn-report-button");
  if (report) {
    const start = report.href;
    const about = (equation) => {
      const address = new URL(start), number = equation.querySelector(".eqno").firstChild.data.trim();
      address.searchParams.set("title", `${address.searchParams.get("title")}, ${number}`);
      address.searchParams.set("body", address.searchParams.get("body").replace(/\n|$/, `#${equation.id}$&`));
      return [address.href, number];
    };
    const equations = [...document.querySelectorAll("article div.math[id]:has(> .eqno)")];
    report.addEventListener("click", () => {
      const inSight = (equation) => { const { top, bottom, height } = equation.getBoundingClientRect(); return height && bottom > 60 && top < innerHeight; };
      const here = equations.find(inSight);
      report.href = here ? about(here)[0] : start;
    }, true);
    document.addEventListener("toggle", ({ target: mark }) => {
      const line = mark.closest(".derivation-line")?.querySelector("div.math[id]");
      if (!line || mark.querySelector(".report")) return;
      const [href, number] = about(line), link = document.createElement("p");
      link.className = "report";
      link.append(Object.assign(document.createElement("a"), { href, textContent: `Report a mistake in ${number}` }));
      mark.append(link);
    }, true);
  }

  // What was searched for is marked where the result led, until Escape.
  const found = localStorage.getItem("found"), place = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : document.querySelector("article section");
  if (found && place && globalThis.Highlight) {
    localStorage.removeItem("found");
    const [rules, used] = JSON.parse(found), ranges = [];
    const form = (word) => rules.reduce((text, [from, to]) => text.replace(new RegExp(from, "g"), to), word.toLowerCase());
    const box = place.matches("dt") ? place.parentElement : place;
    const texts = document.createTreeWalker(box, NodeFilter.SHOW_ALL, (node) =>
      node.nodeType === 3 ? NodeFilter.FILTER_ACCEPT : node.matches("section, .katex, pre") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP);
    for (let text; (text = texts.nextNode());)
      for (const { 0: word, index } of text.data.matchAll(/[\p{L}\p{N}_]+/gu)) {
        if (!used.includes(form(word))) continue;
        const range = new Range();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        ranges.push(range);
      }
    CSS.highlights.set("found", new Highlight(...ranges));
    addEventListener("keydown", ({ key }) => { if (key === "Escape") CSS.highlights.delete("found"); });
  }
})();
