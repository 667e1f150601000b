// The single page that Sphinx wrote, made a book: given the captions of its parts and what stands on its first sheet.
// Chapters come last, each on sheets with its name above; before them the title, the contents, and what the first page says.
({ captions, imprint }) => {
  const HEADINGS = "h1, h2, h3, h4, h5, h6";
  const make = (tag, kind, ...inside) => {
    const made = Object.assign(document.createElement(tag), { className: kind });
    made.append(...inside);
    return made;
  };
  const article = document.querySelector("article"), first = article.querySelector("section"), sheets = [];
  const parts = [...article.querySelectorAll(".toctree-wrapper")].filter((part) => !part.parentElement.closest(".toctree-wrapper"));
  const contents = make("nav", "book-contents", make("h1", "", "Contents"));
  const title = make("section", "title-page", ...first.querySelectorAll(":scope > h1, :scope > .subtitle"), make("p", "", imprint));
  first.prepend(make("h1", "", "About this book"));
  article.prepend(title, contents);
  article.append(...parts);

  parts.forEach((part, k) => {
    if (captions[k]) contents.append(make("h2", "", captions[k]));
    for (const mark of part.querySelectorAll("[id^='document-']:has(+ section)")) {
      const chapter = mark.nextElementSibling;
      const listed = chapter.parentElement === part; // and no page below another
      chapter.prepend(mark); // so that what leads to it leads to its own sheet
      const below = chapter.querySelector(HEADINGS).tagName[1] - 1; // it ranks below what it hangs under, and first in print
      for (const heading of chapter.querySelectorAll(HEADINGS)) {
        const raised = document.createElement(`h${Math.max(1, heading.tagName[1] - below)}`);
        raised.append(...heading.childNodes);
        heading.replaceWith(raised);
      }
      const heading = chapter.querySelector("h1").cloneNode(true);
      heading.querySelector(".headerlink")?.remove();
      const name = heading.textContent.trim(), above = [captions[k] ?? "", name].map((text) => JSON.stringify(text));
      sheets.push(`@page sheet-${sheets.length} { @top-left { content: ${above[0]}; } @top-right { content: ${above[1]}; } }`);
      chapter.style.setProperty("page", `sheet-${sheets.length - 1}`);
      if (!listed) continue;
      const number = Object.assign(make("span", "number", "000"), { title: mark.id });
      contents.append(make("p", "", Object.assign(make("a", "", name), { href: `#${mark.id}` }), number));
    }
  });
  document.head.append(make("style", "", "@page :first { @bottom-right { content: none; } }", ...sheets));

  // What is not printed is dropped, as the whole book is more than a browser can print: folded cells, figures not shown.
  const unseen = (inside) => [...inside.children].filter((e) => !["style", "defs"].includes(e.localName))
    .flatMap((e) => (getComputedStyle(e).display === "none" ? e : unseen(e)));
  for (const e of unseen(document.body)) e.remove();

  // What only a browser knows: formulas that do not fit are set smaller.
  const formulas = [...document.querySelectorAll(".katex-display")];
  const widths = formulas.map((shown) => shown.firstElementChild.scrollWidth / shown.clientWidth); // read all, then write: laid out once
  formulas.forEach((shown, k) => {
    if (widths[k] > 1) shown.style.fontSize = `${Math.max(0.55, 0.98 / widths[k])}em`;
  });
}
