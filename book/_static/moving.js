// Figures to manipulate: show the picture and say the text of the position that the controls are in.
for (const figure of document.querySelectorAll(".moving")) {
  const controls = [...figure.querySelectorAll(".moving-control")];
  const layers = figure.querySelectorAll("svg .position");
  const rows = figure.querySelector("tbody").rows;
  const output = figure.querySelector("output");
  const show = () => {
    const position = controls.reduce((sum, control) =>
      sum * control.dataset.count + +control.querySelector("[type=range], :checked").value, 0);
    layers.forEach((layer, k) => k === position ? layer.removeAttribute("display") : layer.setAttribute("display", "none"));
    const words = [...rows[position].cells].map(cell => cell.textContent);
    output.textContent = words.at(-1);
    controls.forEach((control, k) => {
      const range = control.querySelector("[type=range]");
      if (!range) return;
      control.lastElementChild.textContent = words[k];
      range.setAttribute("aria-valuetext", `${words[k]}, ${words.at(-1)}`);
    });
  };
  figure.addEventListener("input", event => {
    output.ariaLive = event.target.type === "radio" ? "polite" : "off"; // a range says its text itself
    show();
  });
  show();
  figure.classList.add("ready");
}
