// A long page arrives in portions: the first at once, the others in short tasks, so that nobody waits until the browser
// has laid out a whole chapter. Who comes for a certain place, comes back, or does anything has it all at once.
{
  const html = document.documentElement, [visit] = performance.getEntriesByType("navigation");
  if (visit?.type === "navigate" && !(visit.name + location.hash).includes("#")) {
    const all = () => { html.classList.remove("arriving"); html.offsetHeight; }; // with its height, for what is scrolled next
    html.classList.add("arriving");
    for (const event of ["keydown", "pointerdown", "click", "wheel", "touchmove"]) addEventListener(event, all, { once: true, passive: true, capture: true });
    document.addEventListener("scroll", all, { once: true, passive: true }); // of the page, not of a list beside it
    addEventListener("hashchange", () => { all(); document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView(); }, { once: true });
    document.addEventListener("readystatechange", () => { // parsed; other scripts may still be on their way
      const boxes = [...document.querySelectorAll("[data-portion]")];
      const next = () => {
        const end = performance.now() + 7; // milliseconds: a phone has time for one portion, a desk for several
        do {
          const portion = boxes[0]?.dataset.portion;
          while (boxes.length && boxes[0].dataset.portion === portion) boxes.shift().removeAttribute("data-portion");
          html.offsetHeight; // laid out now; drawn later, with others
        } while (boxes.length && performance.now() < end);
        boxes.length ? setTimeout(next) : all();
      };
      new PerformanceObserver((_, first) => { // what was there is on the screen: until then, layouts could keep it off
        first.disconnect();
        setTimeout(next);
      }).observe({ type: "paint", buffered: true });
    }, { once: true });
  }
}
