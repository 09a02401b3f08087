// The live map in the browser: what is shown, what a tap means, zoom, and the legend that switches layers.
// Everything here is presentation of what Python sent; which muscle belongs to which condition is data ("book").

const LAYERS = ["bones", "muscles", "trigger_points", "essential", "spillover", "risk"]
const TARGET = 22 // half of a 44 px target
const maps = (window.bodymapMaps ??= new Map())

export function render({model, el}) {
  const map = new LiveMap(model)
  maps.set(model.map_id, map)
  for (const register of window.bodymapWaiting?.get(model.map_id) ?? []) register(map)
  window.bodymapWaiting?.delete(model.map_id)
  drawControls(model, el, map)
  model.on(["condition", "side", "depth", "layers", "selection"], () => map.apply())
  model.on("selection", () => map.showSelection())
  model.on("condition", () => map.goHome())
  model.on(["layers", "legend", "buttons"], () => drawControls(model, el, map))
  const chosen = (event) => {
    const button = event.composedPath().find((node) => node.dataset?.bodymapSelect !== undefined)
    if (button?.dataset.bodymapMap !== model.map_id) return
    const [kind, view] = button.dataset.bodymapSelect.split(":")
    if (kind === "view") model.view = view
    else map.select(button.dataset.bodymapSelect)
  }
  document.addEventListener("click", chosen)
  model.on("remove", () => {
    document.removeEventListener("click", chosen)
    maps.delete(model.map_id)
  })
}

class LiveMap {
  constructor(model) {
    this.model = model
    this.figures = new Map()
    this.lastTap = null
  }

  // --- figures -------------------------------------------------------------------------------------------------------

  // Called by each figure when it is laid out or resized.
  fit(view, figure, sources) {
    const known = this.figures.get(view)
    if (known?.figure !== figure) {
      this.figures.set(view, {figure, sources, scale: null})
      this.home(view)
      this.applyTo(this.figures.get(view))
    } else this.keepAspect(figure)
    const {width, height} = this.size(figure)
    sources.letters.forEach((letter, end) => letter?.setv({x: end ? width - 14 : 14, y: height - 12}))
  }

  size(figure) {
    return {width: Math.max(figure.inner_width, 1), height: Math.max(figure.inner_height, 1)}
  }

  // The same scale both ways, about the present centre.
  keepAspect(figure) {
    const {width, height} = this.size(figure)
    const {x_range, y_range} = figure
    const half = ((y_range.end - y_range.start) * width) / height / 2
    const centre = (x_range.start + x_range.end) / 2
    x_range.setv({start: centre - half, end: centre + half})
  }

  // The smallest window with the figure's proportions that holds a frame.
  show(view, [x0, y0, x1, y1]) {
    const {figure} = this.figures.get(view)
    const {width, height} = this.size(figure)
    const tall = Math.max(y1 - y0, ((x1 - x0) * height) / width)
    const [cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2]
    figure.y_range.setv({start: cy - tall / 2, end: cy + tall / 2})
    figure.x_range.setv({start: cx - (tall * width) / height / 2, end: cx + (tall * width) / height / 2})
  }

  // The whole figure, or the part that the condition is about; the region around it stays in sight.
  home(view) {
    const frame = this.model.book.frames[view]
    const box = this.box(view)
    const {figure} = this.figures.get(view)
    let target = frame
    if (box && frame[3] - frame[1] > 0.5) { // a close-up is near enough
      const [y0, y1] = [box[1] - 0.06, Math.min(box[3] + 0.07, frame[3])]
      if (y1 - y0 < 0.75) {
        target = [Math.max(box[0] - 0.05, frame[0]), y0, Math.min(box[2] + 0.05, frame[2]), y1]
      }
    }
    this.show(view, target)
    this.free(figure, target !== frame)
  }

  // The part of a condition, the same height for both views of a pair, so that they can be compared.
  box(view) {
    const homes = this.model.book.homes[this.model.condition] ?? {}
    const pair = this.model.book.pairs.find((views) => views.includes(view))
    const boxes = pair.map((name) => homes[name]).filter(Boolean)
    if (boxes.length === 0) return null
    const wide = Math.max(...boxes.flatMap(([x0, , x1]) => [Math.abs(x0), Math.abs(x1)]))
    return [-wide, Math.min(...boxes.map((b) => b[1])), wide, Math.max(...boxes.map((b) => b[3]))]
  }

  goHome() {
    for (const view of this.figures.keys()) this.home(view)
  }

  reset() {
    for (const [view, {figure}] of this.figures) {
      this.show(view, this.model.book.frames[view])
      this.free(figure, false)
    }
  }

  zoom(factor, view = null, at = null) {
    for (const [name, {figure}] of this.figures) {
      if (view !== null && name !== view) continue
      const {x_range, y_range} = figure
      const centre = at ?? [(x_range.start + x_range.end) / 2, (y_range.start + y_range.end) / 2]
      const span = y_range.end - y_range.start
      const k = Math.min(Math.max(span / factor, 0.02), 1.4) / span
      const scaled = (range, c) => range.setv({start: c + (range.start - c) * k, end: c + (range.end - c) * k})
      scaled(x_range, centre[0])
      scaled(y_range, centre[1])
      this.free(figure, true)
    }
  }

  // A finger scrolls the page over the whole figure, and moves the figure once it is zoomed; a mouse always moves it.
  free(figure, zoomed) {
    const pan = figure.toolbar.tools.find((tool) => tool.type === "PanTool")
    const mouse = window.matchMedia("(pointer: fine)").matches
    figure.toolbar.active_drag = zoomed || mouse ? pan : null
    if (pan) pan.active = zoomed || mouse
  }

  // --- what is shown -------------------------------------------------------------------------------------------------

  apply() {
    for (const figure of this.figures.values()) this.applyTo(figure)
  }

  applyTo({sources}) {
    const {book, condition, side, depth, layers, style} = this.model
    const on = Object.fromEntries(LAYERS.map((layer) => [layer, layers.includes(layer)]))
    const chosen = this.chosen()
    const roles = book.membership[condition] ?? null
    const here = (s) => side === "both" || s === "midline" || s === side
    const reached = (rank) => depth === "all" || (depth === "superficial" ? rank === 0 : rank > 0)
    const emphasis = style.emphasis

    const muscles = sources.muscles.data
    const weight = new Float32Array(muscles.id.length)
    for (let i = 0; i < muscles.id.length; i++) {
      if (!on.muscles || !here(muscles.side[i]) || !reached(muscles.rank[i])) continue
      const role = roles?.[muscles.id[i]]
      let value = roles ? (role ? emphasis[role] : emphasis.background) : emphasis.resting
      const isChosen = chosen.muscle === muscles.id[i] && (chosen.side === "" || chosen.side === muscles.side[i])
      if (chosen.muscle || chosen.risk) value = isChosen ? emphasis.chosen : Math.min(value, emphasis.beside)
      // What lies under other muscles stays a pale ghost until it is asked for or what covers it is lifted off.
      const covered = muscles.ghost[i] || (muscles.rank[i] > 0 && depth === "all")
      if (covered && !isChosen && !role) value = Math.min(value, roles || chosen.muscle ? 0 : emphasis.ghost)
      weight[i] = value
      muscles.fill_alpha[i] = muscles.ghost[i] ? value * 0.55 : value
      muscles.color[i] = isChosen ? style.selected : style.muscle
    }
    for (let i = 0; i < weight.length; i++) {
      if (weight[i] === 0) muscles.fill_alpha[i] = 0
      muscles.line_alpha[i] = weight[i] === 0 ? 0 : Math.min(1, weight[i] * 1.3 + 0.08)
    }
    const {fibres, tendons} = sources
    fibres.data.row.forEach((row, i) => { fibres.data.line_alpha[i] = weight[row] < 0.12 ? 0 : weight[row] * 0.75 })
    tendons.data.row.forEach((row, i) => { tendons.data.fill_alpha[i] = weight[row] < 0.12 ? 0 : Math.min(0.85, weight[row] * 1.2) })
    sources.bones.data.fill_alpha.fill(on.bones ? 0.85 : 0)
    sources.bones.data.line_alpha.fill(on.bones ? 0.8 : 0)

    const points = sources.points.data
    const shown = new Set()
    for (let i = 0; i < points.id.length; i++) {
      const muscle = points.muscle[i]
      const wanted = chosen.point ? chosen.point === points.id[i] : chosen.muscle ? chosen.muscle === muscle : roles?.[muscle] === "primary"
      const sided = chosen.side === "" || chosen.side === points.side[i]
      const visible = wanted && sided && here(points.side[i])
      if (visible) shown.add(points.id[i])
      const draw = on.trigger_points && here(points.side[i]) && (visible || (chosen.muscle === muscle && sided))
      points.alpha[i] = draw ? (visible ? 1 : 0.45) : 0
      points.size[i] = chosen.point === points.id[i] && visible ? style.sizes.chosen : style.sizes.resting
    }

    const zones = sources.zones.data
    for (const column of ["fill_alpha", "hatch_alpha", "line_alpha"]) zones[column].fill(0)
    const strength = chosen.muscle ? style.referral.essential : style.referral.shared
    const whose = chosen.point ? `trigger_point:${chosen.point}` : chosen.muscle ? `muscle:${chosen.muscle}` : chosen.risk ? "" : `condition:${condition}`
    const rows = sources.rows[whose] ?? {essential: [], spillover: []}
    const felt = (row) => here(zones.side[row]) && (chosen.side === "" || chosen.side === zones.side[row])
    for (const row of rows.essential.filter((row) => on.essential && felt(row))) {
      zones.fill_alpha[row] = strength
      zones.line_alpha[row] = 0.9
    }
    // Without a chosen muscle, what is only sometimes felt would cover half the figure.
    for (const row of rows.spillover.filter((row) => on.spillover && chosen.muscle && felt(row))) {
      zones.hatch_alpha[row] = style.referral.spillover
      zones.line_alpha[row] = Math.max(zones.line_alpha[row], 0.45)
    }

    const risks = sources.risks.data
    const near = new Set()
    if (chosen.risk) near.add(chosen.risk)
    else if (chosen.muscle) for (const area of book.risks_of_muscle[chosen.muscle] ?? []) near.add(area)
    else if (roles) {
      for (const [muscle, role] of Object.entries(roles)) {
        if (role === "primary") for (const area of book.risks_of_muscle[muscle] ?? []) near.add(area)
      }
    }
    const focused = chosen.risk || chosen.muscle || roles
    for (let i = 0; i < risks.id.length; i++) {
      const sided = chosen.side === "" || risks.side[i] === "midline" || risks.side[i] === chosen.side
      const visible = on.risk && sided && here(risks.side[i]) && (!focused || near.has(risks.id[i]))
      const strength = !visible ? 0 : focused ? 1 : style.risk.resting
      risks.fill_alpha[i] = style.risk.fill * strength
      risks.hatch_alpha[i] = style.risk.hatch * strength
      risks.line_alpha[i] = style.risk.line * strength
    }
    for (const name of ["muscles", "fibres", "tendons", "bones", "points", "zones", "risks"]) sources[name].change.emit()
    document.dispatchEvent(new CustomEvent("bodymap:drawn"))
  }

  // --- choosing ------------------------------------------------------------------------------------------------------

  // "kind:id:side" in parts; choosing a trigger point chooses its muscle too.
  chosen() {
    const [kind = "", id = "", side = ""] = this.model.selection.split(":")
    if (kind === "trigger_point") return {kind, point: id, muscle: this.model.book.muscle_of[id] ?? "", risk: "", side}
    if (kind === "risk_area") return {kind, point: "", muscle: "", risk: id, side}
    return {kind, point: "", muscle: kind === "muscle" ? id : "", risk: "", side}
  }

  // A widget's text was chosen; one that is not known is on its way to another language or mode.
  choose(name, text) {
    const value = this.model.choices[name]?.[text]
    if (value !== undefined) this.model[name] = value
  }

  select(what) {
    this.model.selection = what === this.model.selection ? "" : what
    this.apply()
  }

  tap(view, x, y) {
    // A second tap on the same place means what the first one chose, unless it hits a trigger point squarely.
    const {figure} = this.figures.get(view)
    const perPixel = (figure.y_range.end - figure.y_range.start) / this.size(figure).height
    const last = this.lastTap
    const again = last?.view === view && Math.hypot(last.x - x, last.y - y) < (TARGET / 2) * perPixel
    this.lastTap = {view, x, y, before: this.model.selection}
    this.select(this.find(view, x, y, again ? TARGET / 2 : TARGET) ?? "")
  }

  // Its first tap has been answered: take that back.
  doubleTap(view, x, y) {
    this.model.selection = this.lastTap.before
    this.zoom(2, view, [x, y])
  }

  // Points win over muscles, muscles over risk areas; the smallest shape under the finger wins; a near miss takes the nearest.
  find(view, x, y, pointReach = TARGET) {
    const {figure, sources} = this.figures.get(view)
    const perPixel = (figure.y_range.end - figure.y_range.start) / this.size(figure).height
    const reach = TARGET * perPixel
    const points = sources.points.data
    let best = null
    let least = pointReach * perPixel
    for (let i = 0; i < points.id.length; i++) {
      if (points.alpha[i] === 0) continue
      const distance = Math.hypot(points.x[i] - x, points.y[i] - y)
      if (distance < least) [least, best] = [distance, `trigger_point:${points.id[i]}:${points.side[i]}`]
    }
    if (best) return best
    const muscles = sources.muscles.data
    const strong = Math.max(0, ...muscles.fill_alpha) * 0.3
    const under = this.smallest(muscles, (i) => muscles.fill_alpha[i] > strong, x, y, reach, (i) => muscles.area[i])
      ?? this.smallest(muscles, (i) => muscles.fill_alpha[i] > 0.03, x, y, 0, (i) => muscles.area[i])
    if (under !== null) return `muscle:${muscles.id[under]}:${muscles.side[under]}`
    const risks = sources.risks.data
    const area = this.smallest(risks, (i) => risks.line_alpha[i] > 0, x, y, 0, () => 1)
    return area === null ? null : `risk_area:${risks.id[area]}:${risks.side[area]}`
  }

  smallest(shapes, visible, x, y, reach, size) {
    let [best, least, near, nearest] = [null, Infinity, null, reach]
    for (let i = 0; i < shapes.id.length; i++) {
      if (!visible(i)) continue
      const {inside, distance} = hit(shapes.xs[i], shapes.ys[i], x, y, nearest)
      if (inside && size(i) < least) [least, best] = [size(i), i]
      else if (!inside && distance < nearest) [nearest, near] = [distance, i]
    }
    return best ?? near
  }

  // Bring what was chosen into sight, where it is not.
  showSelection() {
    const {muscle, side} = this.chosen()
    if (!muscle) return
    for (const [view, {figure, sources}] of this.figures) {
      const muscles = sources.muscles.data
      let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
      for (let i = 0; i < muscles.id.length; i++) {
        if (muscles.id[i] !== muscle || (side && muscles.side[i] !== side)) continue
        for (const v of muscles.xs[i]) if (v === v) { x0 = Math.min(x0, v); x1 = Math.max(x1, v) }
        for (const v of muscles.ys[i]) if (v === v) { y0 = Math.min(y0, v); y1 = Math.max(y1, v) }
      }
      if (x0 === Infinity) continue
      const {x_range, y_range} = figure
      const seen = x1 > x_range.start && x0 < x_range.end && y1 > y_range.start && y0 < y_range.end
      if (!seen) this.show(view, this.model.book.frames[view])
    }
  }
}

// Whether a point lies in a shape of NaN-separated rings (even-odd), and else how far off it is, if nearer than a limit.
function hit(xs, ys, x, y, limit) {
  let inside = false
  let least = Infinity
  let start = 0
  for (let k = 0; k <= xs.length; k++) {
    if (k < xs.length && xs[k] === xs[k]) continue
    for (let i = start, j = k - 1; i < k; j = i++) {
      const [ax, ay, bx, by] = [xs[j], ys[j], xs[i], ys[i]]
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
      if (limit > 0) {
        const [dx, dy] = [bx - ax, by - ay]
        const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)))
        least = Math.min(least, Math.hypot(ax + t * dx - x, ay + t * dy - y))
      }
    }
    start = k + 1
  }
  return {inside, distance: least}
}

// The legend, which is the layer switch, and the buttons for zoom, reset and clear.
function drawControls(model, el, map) {
  const focused = el.getRootNode().activeElement?.dataset?.key
  const legend = model.legend.map(({key, text}) => {
    const pressed = model.layers.includes(key)
    return `<button class="layer" data-key="${key}" aria-pressed="${pressed}"><span class="swatch ${key}" aria-hidden="true"></span>${escape(text)}</button>`
  })
  const tool = ({key, text, sign}) => `<button class="tool" data-key="${key}" title="${escape(text)}" aria-label="${escape(text)}">${escape(sign)}</button>`
  const tools = (keys) => model.buttons.filter(({key}) => keys.includes(key)).map(tool).join("")
  el.innerHTML = `<div class="controls"><div class="tools start">${tools(["zoom_in", "zoom_out"])}</div>
    <div class="tools end">${tools(["reset_view", "clear"])}</div>
    <div class="legend" role="group" aria-label="${escape(model.legend_label)}">${legend.join("")}</div></div>`
  const actions = {
    zoom_in: () => map.zoom(1.5),
    zoom_out: () => map.zoom(1 / 1.5),
    reset_view: () => map.reset(),
    clear: () => Object.assign(model, {condition: "", selection: ""}),
  }
  for (const button of el.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      const {key} = button.dataset
      if (actions[key]) return actions[key]()
      model.layers = LAYERS.filter((layer) => model.layers.includes(layer) !== (layer === key))
      map.apply()
    })
    if (button.dataset.key === focused) button.focus()
  }
}

function escape(text) {
  return text.replace(/[&<>"]/g, (c) => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"})[c])
}
