// What can be done with the page itself, all of it in the browser: nothing of it goes to the server.

export function render({model, el}) {
  const bar = document.createElement("div")
  const heard = new AbortController()
  el.replaceChildren(bar)
  const write = () => drawTools(model, bar)
  write()
  model.on(["texts", "language", "direction"], write)
  document.addEventListener("fullscreenchange", write, {signal: heard.signal})
  model.on("remove", () => heard.abort())
}

function drawTools(model, bar) {
  const {texts} = model
  bar.className = "page-tools"
  bar.lang = model.language
  bar.dir = model.direction
  const button = (key, text) => {
    const made = document.createElement("button")
    made.dataset.key = key
    made.textContent = text
    return made
  }
  const said = document.createElement("span")
  said.setAttribute("role", "status")
  const kept = document.createElement("p")
  kept.textContent = texts.nothing_stored
  const copy = button("copy_address", texts.copy_address)
  copy.addEventListener("click", async () => { said.textContent = (await copied(addressOf(model))) ? texts.copied : "" })
  const save = button("save_image", texts.save_image)
  save.addEventListener("click", () => savePicture(model))
  const shown = [copy, save]
  // An installed page fills the screen already; some telephones let no page do so.
  if (document.fullscreenEnabled && !window.matchMedia("(display-mode: standalone), (display-mode: fullscreen)").matches || document.fullscreenElement) {
    const full = button("full_screen", document.fullscreenElement ? texts.leave_full_screen : texts.full_screen)
    full.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()))
    shown.push(full)
  }
  const focused = bar.getRootNode().activeElement?.dataset?.key
  bar.replaceChildren(...shown, said, kept)
  shown.find(({dataset}) => dataset.key === focused)?.focus()
}

function addressOf(model) {
  return window.bodymapMaps?.get(model.map_id)?.connection.isLost
    ? new URL(window.bodymapMaps.get(model.map_id).address(), window.location.href).href
    : window.location.href
}

// On a page without https, as in a clinic's own network, a browser has no clipboard but the old way.
async function copied(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => false)
  const field = Object.assign(document.createElement("textarea"), {value: text})
  field.style.cssText = "position:fixed;opacity:0"
  const focused = document.activeElement
  document.body.append(field)
  field.select()
  const isDone = document.execCommand("copy")
  field.remove()
  focused?.focus?.()
  return isDone
}

// The figures as shown, beside each other, with what is shown as title and the notes that stand beside every map.
async function savePicture(model) {
  const {texts} = model
  const map = window.bodymapMaps?.get(model.map_id)
  const place = ({shown}) => shown.el.getBoundingClientRect()
  const figures = [...(map?.figures ?? [])].map(([view, {letters}]) => ({shown: map.shown(view), letters}))
    .filter((figure) => figure.shown && place(figure).width > 50)
    .sort((one, other) => place(one).left - place(other).left)
  const pictures = figures.map(({shown, letters}) => ({picture: shown.export("png").canvas, letters}))
  if (pictures.length === 0) return
  const scale = pictures[0].picture.width / figures[0].shown.bbox.width
  const [edge, line] = [16 * scale, 20 * scale]
  const sheet = document.createElement("canvas")
  const paper = sheet.getContext("2d")
  const wide = pictures.reduce((sum, {picture}) => sum + picture.width, 0) + 2 * edge
  const small = `${13 * scale}px system-ui, sans-serif`
  paper.font = small
  const notes = [texts.yours_may_differ, texts.not_a_diagnosis].flatMap((note) => wrapped(paper, note, wide - 2 * edge))
  const tall = Math.max(...pictures.map(({picture}) => picture.height))
  Object.assign(sheet, {width: wide, height: tall + edge * 2 + line * (2 + notes.length)})
  paper.fillStyle = "#fffdf9"
  paper.fillRect(0, 0, sheet.width, sheet.height)
  paper.fillStyle = "#2f2a24"
  paper.direction = model.direction
  paper.textAlign = "center"
  paper.font = `600 ${18 * scale}px system-ui, sans-serif`
  paper.fillText(map.heading(), wide / 2, edge + line, wide - 2 * edge)
  let x = edge
  for (const {picture, letters} of pictures) {
    const top = edge + line * 1.6
    paper.drawImage(picture, x, top)
    letters.forEach((letter, end) => {
      Object.assign(paper, {font: `bold ${22 * scale}px system-ui, sans-serif`, textAlign: end ? "right" : "left", textBaseline: "top"})
      paper.fillStyle = map.model.style.letter
      paper.fillText(letter, end ? x + picture.width - 14 * scale : x + 14 * scale, top + 12 * scale)
    })
    x += picture.width
  }
  Object.assign(paper, {fillStyle: "#2f2a24", textAlign: "center", textBaseline: "alphabetic"})
  paper.font = small
  notes.forEach((note, i) => paper.fillText(note, wide / 2, edge + line * (2.4 + i) + tall))
  const picture = await new Promise((done) => sheet.toBlob(done, "image/png"))
  const link = Object.assign(document.createElement("a"), {href: URL.createObjectURL(picture), download: "body-map.png"})
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

function wrapped(paper, text, width) {
  const lines = [""]
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim()
    if (lines.at(-1) === "" || paper.measureText(longer).width <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}
