// The legend, which is the layer switch, the tools for marking pain, and the buttons for zoom, reset and clear.
function drawControls(model, el, map) {
  const focused = el.getRootNode().activeElement?.dataset?.key
  const legend = model.legend.map(({key, text}) => {
    const pressed = model.layers.includes(key)
    return `<button class="layer" data-key="${key}" aria-pressed="${pressed}"><span class="swatch ${key}" aria-hidden="true"></span>${escape(text)}</button>`
  })
  const marker = ({key, text}) => `<button data-tool="${key}" data-key="${key}" ${key === "clear_marks" ? "" : `aria-pressed="${model.tool === key}"`}>${escape(text)}</button>`
  const [label, switches] = model.screen === "pain" ? [model.tools_label, model.tools.map(marker)] : [model.legend_label, model.screen === "map" ? legend : []]
  const tool = ({key, text, sign}) => `<button class="tool" data-key="${key}" title="${escape(text)}" aria-label="${escape(text)}"><span class="sign">${escape(sign)}</span><span class="word">${escape(text)}</span></button>`
  const tools = (keys) => model.buttons.filter(({key}) => keys.includes(key)).map(tool).join("")
  for (const [name, color] of Object.entries(model.style.colors)) el.style.setProperty(`--${name}`, color)
  const filters = model.screen === "map" ? model.filters : []
  const filter = ({key, text}) => `<button class="filter" data-key="${key}" aria-pressed="${model[key]}">${escape(text)}</button>`
  const told = filters.filter(({key}) => model[key]).map(({note}) => `<p class="filtered">${escape(counted(model, note))}</p>`)
  el.innerHTML = `<div class="controls"><div class="tools start">${tools(["zoom_in", "zoom_out"])}</div>
    <div class="tools end">${tools(model.screen === "pain" ? ["reset_view"] : ["reset_view", "clear"])}</div>
    <div class="switches"><div class="legend" role="group" aria-label="${escape(label)}">${switches.join("")}</div>
    ${filters.map(filter).join("")}</div>${told.join("")}</div>`
  const actions = {
    zoom_in: () => map.zoom(1.5),
    zoom_out: () => map.zoom(1 / 1.5),
    reset_view: () => map.reset(),
    clear: () => Object.assign(model, {condition: "", selection: ""}),
    conservative: () => {
      model.conservative = !model.conservative
      if (model.conservative) map.say(counted(model, model.filters[0].note))
    },
    clear_marks: () => map.marking.clear(),
  }
  for (const button of el.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      const {key} = button.dataset
      if (actions[key]) return actions[key]()
      if (button.dataset.tool) return void (model.tool = key)
      model.layers = LAYERS.filter((layer) => model.layers.includes(layer) !== (layer === key))
      map.apply()
    })
    if (button.dataset.key === focused) button.focus()
  }
}

// A filter's note, with how many muscles it shows: of the condition's, where there is one.
function counted({book, condition}, note) {
  const all = condition ? Object.keys(book.membership[condition]) : book.muscles
  const shown = all.filter((muscle) => book.conservative.includes(muscle))
  return note.replace("{shown}", shown.length).replace("{all}", all.length)
}

function escape(text) {
  return text.replace(/[&<>"]/g, (c) => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"})[c])
}
