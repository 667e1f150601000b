// What the page does beside what the theme does: wide things can be scrolled by keyboard, and are named.
(() => {
  const WIDE = ".katex-display, .highlight pre, .cell_output, .pst-scrollable-table-container, .ledger-table";
  const name = (box) => box.matches(".katex-display") ? "Formula" : box.matches("pre") ? "Code" : "Output";
  const look = (box) => {
    const wide = box.scrollWidth > box.clientWidth + 1;
    if (wide && !box.hasAttribute("tabindex")) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", `${name(box)}, wider than the page: scroll sideways`);
    } else if (!wide && box.getAttribute("role") === "group") {
      ["tabindex", "role", "aria-label"].forEach((a) => box.removeAttribute(a));
    }
  };
  // Only what comes into sight is measured: to measure all would make the browser lay out the whole chapter at once.
  const seen = new Set();
  const watch = new IntersectionObserver((entries) => entries.forEach(({ isIntersecting, target }) => {
    if (isIntersecting) { seen.add(target); look(target); } else seen.delete(target);
  }), { rootMargin: "50%" });
  document.querySelectorAll(WIDE).forEach((box) => watch.observe(box));
  if (location.protocol === "file:") {
    DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
    // From a folder the font for reading is never there in time for "optional", and nobody waits for it.
    const sheet = document.querySelector('link[href$="site.css"]').href;
    for (const [weight, style] of [["400", "normal"], ["400", "italic"], ["600", "normal"]]) {
      const file = new URL(`fonts/literata-${weight}-${style}.woff2`, sheet);
      document.fonts.add(new FontFace("Literata", `url("${file}")`, { weight, style }));
    }
  }
  addEventListener("resize", () => seen.forEach(look));
  document.addEventListener("toggle", () => seen.forEach(look), true);
  document.querySelectorAll(".derivation-mark details").forEach((mark) => mark.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && mark.open) { mark.open = false; mark.firstElementChild.focus(); }
  }));
})();
