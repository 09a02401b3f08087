// The live map in the browser: what is shown, what a tap means, zoom, and the legend that switches layers.
// Everything here is presentation of what Python sent; which muscle belongs to which condition is data ("book").

const LAYERS = ["bones", "muscles", "trigger_points", "essential", "spillover", "risk"]
const TARGET = 22 // half of a 44 px target
const HERE = {sync: false} // what the browser alone decides need not be told to the server
const maps = (window.bodymapMaps ??= new Map())

export function render({model, el}) {
  const map = new LiveMap(model)
  maps.set(model.map_id, map)
  for (const register of window.bodymapWaiting?.get(model.map_id) ?? []) register(map)
  window.bodymapWaiting?.delete(model.map_id)
  drawControls(model, el, map)
  model.on(["condition", "side", "depth", "layers", "selection", "style"], () => map.apply())
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
    this.unpacking = new Map()
    this.lastTap = null
  }

  // --- figures -------------------------------------------------------------------------------------------------------

  // Called by each figure when it is laid out or resized.
  async fit(view, figure, parts) {
    if (this.figures.get(view)?.figure === figure) this.keepAspect(figure)
    else if (this.unpacking.get(view) === figure) return
    else {
      this.unpacking.set(view, figure)
      const shapes = await unpack(parts.packed)
      if (this.unpacking.get(view) !== figure) return // another figure has taken its place meanwhile
      this.figures.set(view, {figure, shapes, ...parts})
      this.home(view)
      this.applyTo(this.figures.get(view))
    }
    const {width, height} = this.size(figure)
    parts.letters.forEach((letter, end) => letter?.setv({x: end ? width - 14 : 14, y: height - 12}, HERE))
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
    x_range.setv({start: centre - half, end: centre + half}, HERE)
  }

  // The smallest window with the figure's proportions that holds a frame.
  show(view, [x0, y0, x1, y1]) {
    const {figure} = this.figures.get(view)
    const {width, height} = this.size(figure)
    const tall = Math.max(y1 - y0, ((x1 - x0) * height) / width)
    const [cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2]
    figure.y_range.setv({start: cy - tall / 2, end: cy + tall / 2}, HERE)
    figure.x_range.setv({start: cx - (tall * width) / height / 2, end: cx + (tall * width) / height / 2}, HERE)
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
      const scaled = (range, c) => range.setv({start: c + (range.start - c) * k, end: c + (range.end - c) * k}, HERE)
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

  // Give every layer of a figure the shapes that are to be seen. What each is drawn with stays with the shapes, for taps.
  applyTo({shapes, sources, hatches}) {
    const {style} = this.model
    const on = Object.fromEntries(LAYERS.map((layer) => [layer, this.model.layers.includes(layer)]))
    const chosen = this.chosen()
    const roles = this.model.book.membership[this.model.condition] ?? null
    draw(sources.body, bodyRows(shapes, style))
    draw(sources.contours, contourRows(shapes, style))
    this.weigh(shapes.muscles, on, chosen, roles)
    const [zones, dotted] = this.zones(shapes, on, chosen)
    const [risks, share] = this.risks(shapes.risks, on, chosen, roles)
    draw(sources.areas, [...(on.bones ? boneRows(shapes, style) : []), ...muscleRows(shapes, style), ...zones, ...risks])
    draw(sources.fibres, fibreRows(shapes, style))
    draw(sources.dots, dotted)
    draw(sources.hatches, risks)
    hatches.dots.setv({hatch_color: style.colors.referral, hatch_alpha: style.alpha.spillover}, HERE)
    hatches.hatches.setv({hatch_color: style.colors.risk, hatch_alpha: style.alpha.risk_hatch * share}, HERE)
    draw(sources.points, this.points(shapes.points, on, chosen, roles))
    document.dispatchEvent(new CustomEvent("bodymap:drawn"))
  }

  // Whether a side of the person is shown, and is that of what is chosen.
  isShown(side, chosen) {
    const isHere = this.model.side === "both" || side === "midline" || side === this.model.side
    return isHere && (chosen.side === "" || side === "midline" || side === chosen.side)
  }

  // How much each muscle matters now (`weight`, 0 to 1), by what is chosen, its role in the condition, and what covers it.
  weigh(muscles, on, chosen, roles) {
    const {depth, side, style: {emphasis}} = this.model
    const reached = (rank) => depth === "all" || (depth === "superficial" ? rank === 0 : rank > 0)
    muscles.chosen = muscles.id.map((id, i) => chosen.muscle === id && (chosen.side === "" || chosen.side === muscles.side[i]))
    muscles.weight = muscles.id.map((id, i) => {
      const isHere = side === "both" || muscles.side[i] === "midline" || muscles.side[i] === side
      if (!on.muscles || !isHere || !reached(muscles.rank[i])) return 0
      const role = roles?.[id]
      const isChosen = muscles.chosen[i]
      let value = roles ? emphasis[role ?? "background"] : emphasis.resting
      if (chosen.muscle || chosen.risk) value = isChosen ? emphasis.chosen : Math.min(value, emphasis.beside)
      // What lies under other muscles stays a pale ghost until it is asked for or what covers it is lifted off.
      const covered = muscles.ghost[i] || (muscles.rank[i] > 0 && depth === "all")
      return covered && !isChosen && !role ? Math.min(value, roles || chosen.muscle ? 0 : emphasis.ghost) : value
    })
  }

  // Referral zones, solid where pain is commonly felt; and the shapes to dot, where it is sometimes felt.
  zones({zones, zone_rows}, on, chosen) {
    const {condition, style: {alpha, colors, widths}} = this.model
    const whose = chosen.point ? `trigger_point:${chosen.point}` : chosen.muscle ? `muscle:${chosen.muscle}` : chosen.risk ? "" : `condition:${condition}`
    const rows = zone_rows[whose] ?? {essential: [], spillover: []}
    const felt = (row) => this.isShown(zones.side[row], chosen)
    const essential = on.essential ? rows.essential.filter(felt) : []
    // Without a chosen muscle, what is only sometimes felt would cover half the figure.
    const spillover = on.spillover && chosen.muscle ? rows.spillover.filter(felt) : []
    const strength = chosen.muscle ? alpha.essential : alpha.shared
    const drawn = (rows, fill, line) => rows.map((row) => area(zones.shape[row], colors.referral, fill, colors.referral, line, widths.referral))
    const dotted = drawn(spillover, 0, alpha.spillover_line)
    return [[...drawn(essential, strength, alpha.essential_line), ...dotted], dotted]
  }

  // The risk areas near what is chosen, or faintly all of them; and the share of their strength.
  risks(risks, on, chosen, roles) {
    const {book, style: {alpha, colors, widths}} = this.model
    const near = new Set()
    if (chosen.risk) near.add(chosen.risk)
    else if (chosen.muscle) for (const name of book.risks_of_muscle[chosen.muscle] ?? []) near.add(name)
    else if (roles) {
      for (const [muscle, role] of Object.entries(roles)) {
        if (role === "primary") for (const name of book.risks_of_muscle[muscle] ?? []) near.add(name)
      }
    }
    const focused = chosen.risk || chosen.muscle || roles
    const share = focused ? 1 : alpha.resting
    risks.shown = risks.id.map((id, i) => on.risk && this.isShown(risks.side[i], chosen) && (!focused || near.has(id)))
    const shown = [...risks.id.keys()].filter((i) => risks.shown[i])
    const drawn = (i) => area(risks.shape[i], colors.risk, alpha.risk * share, colors.risk, alpha.risk_line * share, widths.risk, "6 3")
    return [shown.map(drawn), share]
  }

  points(points, on, chosen, roles) {
    const {sizes, colors} = this.model.style
    points.alpha = points.id.map((id, i) => {
      const muscle = points.muscle[i]
      if (!on.trigger_points || !this.isShown(points.side[i], chosen)) return 0
      if (chosen.point ? chosen.point === id : chosen.muscle ? chosen.muscle === muscle : roles?.[muscle] === "primary") return 1
      return chosen.muscle === muscle ? 0.45 : 0
    })
    return [...points.id.keys()].filter((i) => points.alpha[i] > 0).map((i) => ({
      x: points.x[i], y: points.y[i], line_color: colors.trigger_point, line_alpha: points.alpha[i],
      size: chosen.point === points.id[i] ? sizes.chosen : sizes.resting,
    }))
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
    const {figure, shapes: {points, muscles, risks}} = this.figures.get(view)
    const perPixel = (figure.y_range.end - figure.y_range.start) / this.size(figure).height
    const reach = TARGET * perPixel
    let best = null
    let least = pointReach * perPixel
    for (let i = 0; i < points.id.length; i++) {
      if (points.alpha[i] === 0) continue
      const distance = Math.hypot(points.x[i] - x, points.y[i] - y)
      if (distance < least) [least, best] = [distance, `trigger_point:${points.id[i]}:${points.side[i]}`]
    }
    if (best) return best
    const strong = Math.max(0, ...muscles.weight) * 0.3
    const under = this.smallest(muscles, (i) => muscles.weight[i] > strong, x, y, reach, (i) => muscles.area[i])
      ?? this.smallest(muscles, (i) => muscles.weight[i] > 0.03, x, y, 0, (i) => muscles.area[i])
    if (under !== null) return `muscle:${muscles.id[under]}:${muscles.side[under]}`
    const place = this.smallest(risks, (i) => risks.shown[i], x, y, 0, () => 1)
    return place === null ? null : `risk_area:${risks.id[place]}:${risks.side[place]}`
  }

  smallest(shapes, visible, x, y, reach, size) {
    let [best, least, near, nearest] = [null, Infinity, null, reach]
    for (let i = 0; i < shapes.id.length; i++) {
      if (!visible(i)) continue
      const {xs, ys} = shapes.shape[i]
      const {inside, distance} = hit(xs, ys, x, y, nearest)
      if (inside && size(i) < least) [least, best] = [size(i), i]
      else if (!inside && distance < nearest) [nearest, near] = [distance, i]
    }
    return best ?? near
  }

  // Bring what was chosen into sight, where it is not.
  showSelection() {
    const {muscle, side} = this.chosen()
    if (!muscle) return
    for (const [view, {figure, shapes: {muscles}}] of this.figures) {
      let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
      for (let i = 0; i < muscles.id.length; i++) {
        if (muscles.id[i] !== muscle || (side && muscles.side[i] !== side)) continue
        for (const v of muscles.shape[i].xs) if (v === v) { x0 = Math.min(x0, v); x1 = Math.max(x1, v) }
        for (const v of muscles.shape[i].ys) if (v === v) { y0 = Math.min(y0, v); y1 = Math.max(y1, v) }
      }
      if (x0 === Infinity) continue
      const {x_range, y_range} = figure
      const seen = x1 > x_range.start && x0 < x_range.end && y1 > y_range.start && y0 < y_range.end
      if (!seen) this.show(view, this.model.book.frames[view])
    }
  }
}

// --- shapes ------------------------------------------------------------------------------------------------------------

// What `bodymap.pack` has packed: layers whose column `shape` holds {xs, ys}, NaN between rings or lines.
async function unpack(deflated) {
  const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate"))
  const {steps, layers, shapes, zone_rows} = await new Response(stream).json()
  const known = shapes.map((lines) => coordinates(lines, steps))
  const mirrored = new Map()
  const shape = (number) => {
    if (number >= 0) return known[number]
    if (!mirrored.has(number)) mirrored.set(number, {xs: known[~number].xs.map((x) => -x), ys: known[~number].ys})
    return mirrored.get(number)
  }
  for (const columns of Object.values(layers)) columns.shape &&= columns.shape.map(shape)
  return {...layers, zone_rows}
}

function coordinates(lines, steps) {
  const count = lines.reduce((sum, line) => sum + line.length / 2 + 1, 0) - (lines.length > 0)
  const [xs, ys] = [new Float32Array(count).fill(NaN), new Float32Array(count).fill(NaN)]
  let at = 0
  for (const line of lines) {
    let [x, y] = [0, 0]
    for (let k = 0; k < line.length; k += 2) {
      x += line[k]
      y += line[k + 1]
      xs[at] = x / steps
      ys[at++] = y / steps
    }
    at++
  }
  return {xs, ys}
}

// A row of a layer of areas, as `bodymap.figure.COLUMNS` names its columns; `line` below, a row of a layer of lines.
function area({xs, ys}, fill_color, fill_alpha, line_color = fill_color, line_alpha = 0, line_width = 1, line_dash = "solid") {
  return {xs, ys, fill_color, fill_alpha, line_color, line_alpha, line_width, line_dash}
}

function line({xs, ys}, line_color, line_alpha, line_width, line_dash = "solid") {
  return {xs, ys, line_color, line_alpha, line_width, line_dash}
}

function bodyRows({outline, tones, features}, {skin, alpha, widths}) {
  const feature = (shape, color, strength) => area(shape, color, strength, skin.line, strength, widths.feature)
  return [
    ...outline.shape.map((shape) => area(shape, skin.outline, 1)),
    ...tones.shape.map((shape, i) => area(shape, skin[tones.kind[i]], 1)),
    ...features.shape.map((shape, i) => (features.kind[i] === "eye" ? feature(shape, skin.eye, 1) : feature(shape, skin.line, alpha.feature))),
  ]
}

function boneRows({bones}, {bone, alpha, widths}) {
  return bones.shape.map((shape) => area(shape, bone.fill, alpha.bone, bone.line, alpha.bone_line, widths.bone))
}

function contourRows({contours, outline}, {skin, alpha, widths}) {
  const dash = (i) => (contours.kind[i] === "ghost" ? "4 4" : "solid")
  return [
    ...contours.shape.map((shape, i) => line(shape, skin.line, alpha.contour, widths.contour, dash(i))),
    ...outline.shape.map((shape) => line(shape, skin.line, 1, widths.outline)),
  ]
}

// Each muscle with its tendon over it, so that what lies over a muscle lies over its tendon too.
function muscleRows({muscles, tendons}, {colors, alpha, widths}) {
  return muscles.weight.flatMap((weight, i) => {
    if (weight === 0) return []
    const [opacity, dash] = muscles.ghost[i] ? [weight * alpha.ghost, "5 4"] : [weight, "solid"]
    const edge = Math.min(1, weight * alpha.muscle_line + alpha.muscle_line_least)
    const belly = area(muscles.shape[i], muscles.chosen[i] ? colors.selected : colors.muscle, opacity, colors.muscle_line, edge, widths.muscle, dash)
    if (weight < alpha.bare || tendons.shape[i].xs.length === 0) return [belly]
    return [belly, area(tendons.shape[i], colors.tendon, Math.min(alpha.tendon_most, weight * alpha.tendon))]
  })
}

function fibreRows({muscles, fibres}, {colors, alpha, widths}) {
  return muscles.weight.flatMap((weight, i) =>
    weight < alpha.bare ? [] : [line(fibres.shape[i], colors.muscle_line, weight * alpha.fibre, widths.fibre)])
}

// Give a layer its rows; one that has them already is left alone, so that nothing is painted twice.
function draw(source, rows) {
  const {data} = source
  const columns = Object.fromEntries(Object.keys(data).map((name) => [name, rows.map((row) => row[name])]))
  const isSame = ([name, values]) => values.length === data[name].length && values.every((value, i) => value === data[name][i])
  if (Object.entries(columns).every(isSame)) return
  Object.assign(data, columns) // in place, so that nothing is told to the server
  source.change.emit()
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
