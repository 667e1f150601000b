// The results of a search: sections, and names of the package. The index tells how much a word weighs in each (search.py).
if (typeof searchIndex !== "undefined") {
  const { rules, common, alike, pages } = searchIndex;
  const endings = rules.map(([from, to]) => [new RegExp(from, "g"), to]);
  const form = (word) => endings.reduce((text, [from, to]) => text.replace(from, to), word.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, ""));
  const WORDS = /[\p{L}\p{N}_]+(?:[-\u2010\u2011][\p{L}\p{N}_]+)*/gu;

  // Places, and where each word is.
  const places = [], words = new Map();
  const slug = (title) => title.replace(/^[\d.]+ /, "").toLowerCase().replace(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-");
  for (const [address, page, named] of pages) {
    const top = places.length;
    for (let k = 0; k < named.length; k += 2) {
      const title = named[k + 1], anchor = named[k] || (k && (/^derived\./.test(title) ? title : slug(title)));
      places.push({ title, page, top, address, anchor, url: anchor ? `${address}#${anchor}` : address });
    }
  }
  let last = "";
  for (const line of searchIndex.words.split("\n")) {
    const end = line.indexOf(":");
    last = last.slice(0, parseInt(line[0], 36)) + line.slice(1, end);
    words.set(last, line.slice(end + 1));
  }
  const WEIGHTS = [1, 2, 4, 7, 11, 16];
  const where = (word) => {
    const found = new Map(), on = [...(words.get(word) ?? "").matchAll(/(\d*)([a-z])/g)];
    let place = -1;
    for (const [, way, letter] of on) found.set(place += +way || 1, WEIGHTS[letter.charCodeAt() - 97] * Math.log(1 + places.length / on.length));
    found.everywhere = words.get(word)?.endsWith("+"); // and the index has not all of its places
    return found;
  };
  const best = (...maps) => {
    const all = new Map();
    for (const map of maps) for (const [place, weight] of map) all.set(place, Math.max(weight, all.get(place) ?? 0));
    return all;
  };
  // Places that have something of each; what the title of a page says counts a little for all of its sections.
  const meet = (maps, all = true) => {
    const found = new Map(), rare = maps.filter((map) => !map.everywhere), needed = new Set(rare);
    for (const place of new Set(maps.flatMap((map) => [...map.keys()]))) {
      const weights = maps.map((map) => map.get(place) ?? 0.2 * (map.get(places[place].top) ?? 0));
      if (!all || weights.every((weight, k) => weight || !needed.has(maps[k]))) found.set(place, weights.reduce((sum, weight) => sum + weight, 0) * 0.3 ** weights.filter((weight) => !weight).length);
    }
    return found;
  };
  const phrase = (said) => {
    const found = meet(said.map(where));
    if (said.length > 1) for (const [place, weight] of where(said.join(" "))) found.set(place, (found.get(place) ?? 0) + 3 * weight);
    return found;
  };
  const beginnings = (start) => best(...[...words.keys()].filter((word) => word.startsWith(start) && !word.includes(" ")).slice(0, 50).map(where));

  // What is asked for: whole words, what they are also called, compounds in one word or several; beginnings, if no word is whole.
  const ask = (query) => {
    const asked = [];
    for (const [word] of query.matchAll(WORDS)) {
      const parts = word.split(/[-\u2010\u2011]/).filter((part) => part.length > 1 && !common.includes(part.toLowerCase()));
      if (!common.includes(word.toLowerCase())) asked.push({ parts: parts.map(form), word: form(word.replace(/[-\u2010\u2011]/g, "")) });
    }
    const used = new Set(), groups = [];
    for (let k = 0; k < asked.length; k++) {
      let size = Math.min(3, asked.length - k), name;
      while (size && !Object.hasOwn(alike, name = asked.slice(k, k + size).map(({ word }) => word).join(" "))) size--;
      const said = asked.slice(k, k + Math.max(1, size)), ways = [[said.map(({ word }) => word).join("")], said.flatMap(({ parts }) => parts)];
      if (size) ways.push(alike[name].split(" "));
      else if (!said[0].parts.length) continue;
      let found = best(...ways.map(phrase));
      found.everywhere = said.length === 1 && where(ways[0][0]).everywhere;
      if (!found.size && ways[0][0].length > 2) found = beginnings(ways[0][0]);
      ways.flat().forEach((way) => used.add(way));
      groups.push(found);
      k += said.length - 1;
    }
    const said = asked.flatMap(({ parts }) => parts);
    let found = best(meet(groups), phrase(said));
    if (!found.size) found = meet(groups, false);
    return { used, results: [...found].sort(([a, x], [b, y]) => y - x || a - b).map(([place]) => places[place]) };
  };

  // The words around the first one that was asked for, from the page itself; a page opened as a file may not ask for others.
  const texts = new Map(), LEFT_OUT = "section, h1, h2, h3, h4, pre, script, style, svg, button, summary, dl.py, .headerlink, .breadcrumbs, .derivation-mark, .katex-html, annotation";
  const excerpt = async ({ address, anchor }, used) => {
    if (!texts.has(address)) texts.set(address, fetch(address).then((answer) => answer.text()).then((text) => new DOMParser().parseFromString(text, "text/html")).catch(() => new Document()));
    const page = await texts.get(address), at = page.querySelector(anchor ? `[id="${CSS.escape(anchor)}"]` : "article section");
    const box = (at?.matches("dt") ? at.nextElementSibling : at)?.cloneNode(true);
    if (!box) return [];
    box.querySelectorAll(LEFT_OUT).forEach((part) => part.remove());
    const text = box.textContent.replace(/\s+/g, " ").trim(), said = [...text.matchAll(WORDS)];
    const hits = said.flatMap(({ 0: word, index }) => {
      const match = [word.replace(/[-\u2010\u2011]/g, ""), ...word.split(/[-\u2010\u2011]/)].map(form).find((part) => used.has(part));
      return match ? [{ word, index, match }] : [];
    });
    const near = (hit) => new Set(hits.filter(({ index }) => hit.index <= index && index < hit.index + 120).map(({ match }) => match)).size;
    const best = hits.reduce((one, other) => near(other) > near(one) ? other : one, hits[0] ?? { index: 0 });
    const from = Math.max(0, best.index - 70), start = from && text.indexOf(" ", from) + 1, end = start + 200;
    const shown = [start ? "… " : ""];
    let done = start;
    for (const { word, index } of hits.filter(({ index }) => index >= start && index < end)) {
      shown.push(text.slice(done, index), Object.assign(document.createElement("mark"), { textContent: word }));
      done = index + word.length;
    }
    return [...shown, text.slice(done, Math.max(done, text.indexOf(" ", end))), text.length > end ? " …" : ""];
  };

  const SHOWN = 40;
  const show = (query, into) => {
    const { used, results } = ask(query), list = document.createElement("ul"), count = document.createElement("p");
    const told = results.length > SHOWN ? `The best ${SHOWN} of ${results.length} places` : results.length === 1 ? "One place" : `${results.length} places`;
    count.className = "search-summary";
    list.className = "search";
    const quote = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach(async ({ target }) => {
      quote.unobserve(target);
      target.append(...await excerpt(results[target.dataset.result], used));
    }), { rootMargin: "50%" });
    results.slice(0, SHOWN).forEach(({ title, page, url, anchor }, k) => {
      const item = document.createElement("li"), link = Object.assign(document.createElement("a"), { href: url, textContent: title });
      item.append(link);
      if (anchor) item.append(Object.assign(document.createElement("span"), { className: "search-page", textContent: page }));
      link.addEventListener("click", () => localStorage.setItem("found", JSON.stringify([rules, [...used]])));
      if (location.protocol !== "file:") {
        const context = Object.assign(document.createElement("p"), { className: "context" });
        context.dataset.result = k;
        item.append(context);
        quote.observe(context);
      }
      list.append(item);
    });
    into.setAttribute("role", "status");
    count.textContent = results.length ? `${told} for “${query}”` : `Nothing was found for “${query}”. Try fewer words, or another name for it.`;
    into.append(count, list);
  };
  if (globalThis.document) {
    const query = new URLSearchParams(location.search).get("q")?.trim();
    document.querySelector("main form.bd-search input").value = query ?? "";
    if (query) show(query, document.getElementById("search-results"));
  } else globalThis.search = { form, ask }; // without a page, to be tried
}
