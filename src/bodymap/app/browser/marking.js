// Marking where it hurts: places that are tapped, areas that are painted or rubbed out. They live in the page's state only.

const BRUSH = 14 // half the width of a stroke, in pixels
const MARK = {fill: 0.45, line: 0.9} // opacities

class Marking {
  constructor(map) {
    this.map = map
    this.draft = null // strokes while a finger moves
  }

  get isOn() {
    return this.map.model.screen === "pain"
  }

  get strokes() {
    return this.draft ?? this.map.model.strokes
  }

  // Head and jaw are drawn in the coordinates of their whole view, so what is painted on one is there on the other.
  whole(view) {
    return this.map.model.book.close_ups[view] ?? view
  }

  // A tapped place is marked, or no longer.
  tap(view, x, y) {
    const {regions} = this.map.figures.get(view).shapes
    const i = regions.shape.findIndex(({xs, ys}) => hit(xs, ys, x, y, 0).inside)
    if (i >= 0) this.toggle(`${regions.id[i]}:${regions.side[i]}`)
  }

  toggle(mark) {
    const {model} = this.map
    model.selection = ""
    model.marks = model.marks.includes(mark) ? model.marks.filter((other) => other !== mark) : [...model.marks, mark]
  }

  clear() {
    Object.assign(this.map.model, {marks: [], strokes: {}, selection: ""})
  }

  // Draw the marks of a figure; while it is painted on, a sheet over it takes the finger that would else scroll or zoom.
  drawOn(view) {
    const {shapes: {regions}, sources} = this.map.figures.get(view)
    const {mark} = this.map.model.style.colors
    const marks = new Set(this.isOn ? this.map.model.marks : [])
    const marked = regions.shape.filter((_, i) => marks.has(`${regions.id[i]}:${regions.side[i]}`))
    draw(sources.marks, marked.map((shape) => area(shape, mark, MARK.fill, mark, MARK.line, 1.4)))
    const painted = this.isOn ? this.strokes[this.whole(view)] ?? [] : []
    const perPixel = this.map.perPixel(view)
    draw(sources.strokes, painted.map(({points, radius}) => line(pathOf(points), mark, MARK.fill, (2 * radius) / perPixel)))
    this.layOver(view)
  }

  layOver(view) {
    const shown = this.map.shown(view)
    const sheet = shown?.shadow_el.querySelector(".bodymap-sheet")
    const isWanted = this.isOn && this.map.model.tool !== "tap"
    if (!isWanted) return sheet?.remove()
    if (sheet || !shown) return
    const made = document.createElement("div")
    made.className = "bodymap-sheet"
    Object.assign(made.style, {position: "absolute", inset: 0, zIndex: 20, touchAction: "none", cursor: "crosshair"})
    const place = (event) => {
      const box = made.getBoundingClientRect()
      return [shown.frame.x_scale.invert(event.clientX - box.x), shown.frame.y_scale.invert(event.clientY - box.y)]
    }
    made.addEventListener("pointerdown", (event) => {
      made.setPointerCapture(event.pointerId)
      this.draft = structuredClone(this.map.model.strokes)
      if (this.map.model.tool === "paint") {
        const radius = Number((BRUSH * this.map.perPixel(view)).toFixed(4))
        ;(this.draft[this.whole(view)] ??= []).push({points: [], radius})
      }
      this.move(view, ...place(event))
    })
    made.addEventListener("pointermove", (event) => { if (this.draft) this.move(view, ...place(event)) })
    for (const end of ["pointerup", "pointercancel"]) {
      made.addEventListener(end, () => {
        if (!this.draft) return
        const strokes = this.draft
        this.draft = null
        Object.assign(this.map.model, {strokes, selection: ""})
      })
    }
    shown.shadow_el.append(made)
  }

  move(view, x, y) {
    const whole = this.whole(view)
    if (this.map.model.tool === "paint") this.draft[whole].at(-1).points.push(Number(x.toFixed(4)), Number(y.toFixed(4)))
    else this.rub(view, x, y)
    for (const other of this.map.figures.keys()) if (this.whole(other) === whole) this.drawOn(other)
  }

  // Rub out what lies under the finger: the painted part, and a tapped place.
  rub(view, x, y) {
    const reach = BRUSH * this.map.perPixel(view)
    const whole = this.whole(view)
    this.draft[whole] = (this.draft[whole] ?? []).flatMap(({points, radius}) => {
      const parts = [[]]
      for (let k = 0; k < points.length; k += 2) {
        if (Math.hypot(points[k] - x, points[k + 1] - y) > reach + radius) parts.at(-1).push(points[k], points[k + 1])
        else if (parts.at(-1).length > 0) parts.push([])
      }
      return parts.filter((part) => part.length > 0).map((part) => ({points: part, radius}))
    })
    const {regions} = this.map.figures.get(view).shapes
    const i = regions.shape.findIndex(({xs, ys}) => hit(xs, ys, x, y, 0).inside)
    const mark = i >= 0 ? `${regions.id[i]}:${regions.side[i]}` : ""
    if (this.map.model.marks.includes(mark)) this.map.model.marks = this.map.model.marks.filter((other) => other !== mark)
  }
}

// A stroke of one touch is a dot: a line that goes nowhere is not drawn.
function pathOf(points) {
  const path = points.length > 2 ? points : [points[0], points[1], points[0] + 1e-5, points[1]]
  return {xs: path.filter((_, k) => k % 2 === 0), ys: path.filter((_, k) => k % 2 === 1)}
}
