// Whether the server answers. While it does not, the map goes on with what the browser has, and a quiet line says so.

const ANSWER = 1500 // milliseconds after which a panel is late

class Connection {
  constructor(model, line, say) {
    Object.assign(this, {model, line, say, isLate: false, heard: new AbortController()})
    this.isLost = false
    const look = () => this.look()
    for (const event of ["offline", "online", "bodymap:lost"]) window.addEventListener(event, look, {signal: this.heard.signal})
    model.on("step", () => this.wait())
    model.on("told", () => { this.isLate = false; this.look() }) // the server has spoken
    this.look()
  }

  end() {
    this.heard.abort()
    clearTimeout(this.waiting)
  }

  look() {
    const wasLost = this.isLost
    this.isLost = !navigator.onLine || Boolean(window.bodymapReopening) || this.isLate
    if (this.isLost === wasLost) return
    const {lost, back} = this.model.messages
    this.line.textContent = this.isLost ? lost : back
    this.say(this.line.textContent)
    clearTimeout(this.fading)
    if (!this.isLost) this.fading = setTimeout(() => { this.line.textContent = "" }, 4000)
  }

  // A step of the explanation was asked for: if the server does not show it, the browser does.
  wait() {
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => {
      const {step, screen, panels, map_id} = this.model
      const panel = screen === "explain" ? findPanel(document, map_id) : null
      const current = panel?.querySelector("[aria-current='step']")?.dataset.bodymapSelect
      if (!panel || current === `step:${step}`) return
      this.isLate = navigator.onLine
      this.look()
      if (!panels[step]) return
      panel.outerHTML = panels[step]
      this.say(findPanel(document, map_id)?.querySelector("h2")?.textContent ?? "")
    }, this.isLost ? 0 : ANSWER)
  }
}

// The panel of a map, in whichever shadow tree it stands.
function findPanel(root, map) {
  const found = root.querySelector(`.details[data-bodymap-map='${map}']`)
  if (found) return found
  for (const {shadowRoot} of root.querySelectorAll("*")) {
    const inner = shadowRoot && findPanel(shadowRoot, map)
    if (inner) return inner
  }
  return null
}
