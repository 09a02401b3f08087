// The live map in the browser: what is shown, what a tap means, and zoom.
// Everything here is presentation of what Python sent; which muscle belongs to which condition is data ("book").

const LAYERS = ["bones", "muscles", "trigger_points", "essential", "spillover", "risk"]
const KEPT = ["condition", "side", "depth", "selection", "layers", "screen", "step", "conservative"]
const TARGET = 22 // half of a 44 px target
const HERE = {sync: false} // what the browser alone decides need not be told to the server
const maps = (window.bodymapMaps ??= new Map())

export function render({model, el}) {
  const map = new LiveMap(model)
  maps.set(model.map_id, map)
  for (const register of window.bodymapWaiting?.get(model.map_id) ?? []) register(map)
  window.bodymapWaiting?.delete(model.map_id)
  const controls = document.createElement("div")
  const status = statusLine(model)
  const lost = Object.assign(document.createElement("p"), {className: "lost"})
  el.replaceChildren(lost, controls, status)
  map.say = (text) => { status.textContent = text }
  map.connection = new Connection(model, lost, map.say)
  drawControls(model, controls, map)
  const letGo = keepFocus(model)
  const speak = () => {
    controls.lang = lost.lang = model.language
    controls.dir = lost.dir = model.direction
    if (model.leads_page) Object.assign(document.documentElement, {lang: model.language, dir: model.direction})
  }
  speak()
  model.on(["language", "direction", "leads_page"], speak)
  model.on(["condition", "side", "depth", "layers", "selection", "style", "screen", "step", "marks", "strokes", "tool", "conservative", "filters"], () => map.apply())
  model.on("selection", () => map.showSelection())
  model.on(["condition", "screen"], () => map.goHome())
  model.on(["layers", "legend", "buttons", "screen", "tool", "tools", "style", "condition", "conservative", "filters"], () => drawControls(model, controls, map))
  const chosen = (event) => {
    const button = event.composedPath().find((node) => node.dataset?.bodymapSelect !== undefined)
    if (button?.dataset.bodymapMap !== model.map_id) return
    const [kind, ...name] = button.dataset.bodymapSelect.split(":")
    if (["view", "screen", "step"].includes(kind)) model[kind] = name[0]
    else if (kind === "skip") map.focus()
    else if (kind === "mark") map.marking.toggle(name.join(":"))
    else map.select(button.dataset.bodymapSelect)
  }
  document.addEventListener("click", chosen)
  model.on("remove", () => {
    document.removeEventListener("click", chosen)
    letGo()
    map.connection.end()
    maps.delete(model.map_id)
  })
}

class LiveMap {
  constructor(model) {
    this.model = model
    this.figures = new Map()
    this.unpacking = new Map()
    this.lastTap = null
    this.marking = new Marking(this)
  }

  // --- figures -------------------------------------------------------------------------------------------------------

  // Called by each figure when it is laid out or resized.
  async fit(view, figure, parts) {
    const isNew = this.figures.get(view)?.figure !== figure
    if (isNew) {
      if (this.unpacking.get(view) === figure) return
      this.unpacking.set(view, figure)
      const shapes = await unpack(parts.packed)
      if (this.unpacking.get(view) !== figure) return // another figure has taken its place meanwhile
      this.figures.set(view, {figure, shapes, ...parts})
    } else this.resized(view)
    const shown = this.shown(view)
    if (!shown) { // it has left the page meanwhile
      this.figures.delete(view)
      this.unpacking.delete(view)
      return
    }
    drawPlainly(shown)
    printSides(shown, parts.letters, this.model.style.letter)
    if (isNew) {
      this.home(view)
      this.bringIntoSight(view)
      this.applyTo(view)
      figure.y_range.properties.end.change.connect(() => this.moved(view))
    }
    // Nothing on a figure answers keys: the lists and the search do, so Tab passes it by.
    for (const canvas of shown.shadow_el.querySelectorAll(".bk-Canvas")) {
      for (const layer of canvas.shadowRoot?.querySelectorAll("[tabindex='0']") ?? []) layer.tabIndex = -1
    }
  }

  // What is as large on the screen at every zoom is drawn anew.
  moved(view) {
    if (this.marking.isOn) this.marking.drawOn(view)
    this.showWays(view)
  }

  perPixel(view) {
    const {figure} = this.figures.get(view)
    return (figure.y_range.end - figure.y_range.start) / this.size(figure).height
  }

  // A figure as it stands in the page, where finding it takes a walk through all that is there; null where it is not.
  shown(view) {
    const drawn = this.figures.get(view)
    if (drawn && !drawn.shown?.el.isConnected) drawn.shown = Bokeh.index.find_one(drawn.figure)
    return drawn?.shown ?? null
  }

  size(figure) {
    return {width: Math.max(figure.inner_width, 1), height: Math.max(figure.inner_height, 1)}
  }

  // What nobody has zoomed or moved fills its new place again.
  resized(view) {
    const {figure, home} = this.figures.get(view)
    const {x_range, y_range} = figure
    const centre = (x_range.start + x_range.end) / 2
    const isHome = home && Math.abs(centre - home[0]) < 1e-6 && y_range.start === home[1] && y_range.end === home[2]
    if (isHome) this.home(view)
    else this.keepAspect(figure)
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
    const [, bottom, , top] = this.model.book.frames[view]
    let low = cy - tall / 2
    if (tall < top - bottom) low = Math.min(Math.max(low, bottom), top - tall) // no empty room above a head, or below feet
    else if (view.startsWith("head")) low = bottom // where it is cut off
    figure.y_range.setv({start: low, end: low + tall}, HERE)
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
    this.figures.get(view).home = [(target[0] + target[2]) / 2, figure.y_range.start, figure.y_range.end]
    this.free(figure, target !== frame)
  }

  // A view and the one that stands beside it.
  pair(view) {
    return this.model.book.pairs.find((views) => views.includes(view))
  }

  // The part of a condition, or of what is explained, the same height for both views of a pair, so that they can be compared.
  box(view) {
    const {book, condition, screen, selection} = this.model
    if (screen === "pain") return null
    const homes = book.homes[condition] ?? {}
    const pair = this.pair(view)
    const isExplained = screen === "explain" && selection !== ""
    const boxes = pair.map((name) => (isExplained ? this.figures.has(name) && this.bounds(name) : homes[name])).filter(Boolean)
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
    figure.toolbar.setv({active_drag: zoomed || mouse ? pan : null}, HERE)
    if (pan) pan.active = zoomed || mouse
  }

  // Put the focus on the figure in front; Tab goes on to the buttons below it.
  focus() {
    const view = this.figures.has(this.model.view) ? this.model.view : [...this.figures.keys()][0]
    const figure = this.shown(view)?.el
    if (!figure) return
    figure.tabIndex = -1
    figure.focus()
    figure.scrollIntoView({block: "nearest"})
  }

  // What the panel beside the figure is about.
  heading() {
    return findPanel(document, this.model.map_id)?.querySelector("h2")?.textContent.slice(0, 90) ?? ""
  }

  // The page's address with what is shown by now, of which the server may not know yet.
  address() {
    const query = new URLSearchParams(window.location.search)
    for (const name of KEPT) query.set(name, String(this.model[name]))
    return `${window.location.pathname}?${query}`
  }

  // --- what is shown -------------------------------------------------------------------------------------------------

  apply() {
    for (const view of this.figures.keys()) this.applyTo(view)
  }

  // The layers of the present screen: those that are switched on, those that a step of the explanation needs, or, while
  // pain is marked, none until one of the answers is chosen.
  shownLayers() {
    const {layers, scenes, screen, selection, step} = this.model
    if (screen === "explain") return scenes[step] ?? []
    if (screen === "pain") return selection ? ["muscles", "trigger_points", "essential", "spillover"] : []
    return layers
  }

  // Give every layer of a figure the shapes that are to be seen. What each is drawn with stays with the shapes, for taps.
  applyTo(view) {
    const {shapes, sources, hatches} = this.figures.get(view)
    const {book, condition, screen, style} = this.model
    const layers = this.shownLayers()
    const on = Object.fromEntries(LAYERS.map((layer) => [layer, layers.includes(layer)]))
    const chosen = this.chosen()
    const roles = screen === "pain" ? null : book.membership[condition] ?? null
    const kept = this.kept()
    draw(sources.body, bodyRows(shapes, style))
    draw(sources.contours, contourRows(shapes, style))
    this.weigh(shapes.muscles, on, chosen, roles, kept)
    const [zones, dotted] = this.zones(shapes, on, chosen, kept)
    const [risks, share] = this.risks(shapes.risks, on, chosen, roles)
    const [under, over] = on.bones ? [boneRows(shapes, style), seenThroughRows(shapes, style)] : [[], []]
    draw(sources.areas, [...under, ...muscleRows(shapes, style), ...over, ...zones, ...risks])
    draw(sources.fibres, [...fibreRows(shapes, style), ...this.courses(shapes.courses, on, chosen)])
    draw(sources.dots, dotted)
    draw(sources.hatches, risks)
    hatches.dots.setv({hatch_color: style.colors.referral, hatch_alpha: style.alpha.spillover}, HERE)
    hatches.hatches.setv({hatch_color: style.colors.risk, hatch_alpha: style.alpha.risk_hatch * share}, HERE)
    draw(sources.points, this.points(shapes.points, on, chosen, roles, kept))
    this.marking.drawOn(view)
    this.showWays(view)
    document.dispatchEvent(new CustomEvent("bodymap:drawn"))
  }

  // The muscles to start with, where a clinician's filter of the map leaves only those; null where it leaves all. Asked
  // once for a figure, not for each shape: every look into the model takes Panel some time.
  kept() {
    const {book, conservative, filters, screen} = this.model
    return conservative && screen === "map" && filters.length > 0 ? new Set(book.conservative) : null
  }

  // The sides of the person that are shown, of one-sided choices their own.
  sidesShown(chosen) {
    const {side} = this.model
    const isShown = (name) => (side === "both" || side === name) && (chosen.side === "" || chosen.side === name)
    return new Set([...["left", "right"].filter(isShown), "midline"])
  }

  // How much each muscle matters now (`weight`, 0 to 1), by what is chosen, its role in the condition, and what covers it.
  weigh(muscles, on, chosen, roles, kept) {
    const {depth, side, style: {emphasis}} = this.model
    const reached = (rank) => depth === "all" || (depth === "superficial" ? rank === 0 : rank > 0)
    muscles.chosen = muscles.id.map((id, i) => chosen.muscle === id && (chosen.side === "" || chosen.side === muscles.side[i]))
    muscles.weight = muscles.id.map((id, i) => {
      const isHere = side === "both" || muscles.side[i] === "midline" || muscles.side[i] === side
      const isChosen = muscles.chosen[i] // and seen, whichever layers of muscle are lifted off
      if (!on.muscles || !isHere || !(isChosen || reached(muscles.rank[i])) || (kept && !kept.has(id))) return 0
      const role = roles?.[id]
      let value = roles ? emphasis[role ?? "background"] : emphasis.resting
      if (chosen.muscle || chosen.risk) value = isChosen ? emphasis.chosen : Math.min(value, emphasis.beside)
      // What lies under other muscles stays a pale ghost until it is asked for or what covers it is lifted off.
      const covered = muscles.ghost[i] || (muscles.covered[i] && depth === "all")
      return covered && !isChosen && !role ? Math.min(value, roles || chosen.muscle ? 0 : emphasis.ghost) : value
    })
  }

  // Referral zones, solid where pain is commonly felt; and the shapes to dot, where it is sometimes felt.
  zones({zones, zone_rows}, on, chosen, kept) {
    const {alpha, colors, widths} = this.model.style
    const rows = this.felt(zone_rows, chosen, kept)
    const sides = this.sidesShown(chosen)
    const felt = (row) => sides.has(zones.side[row])
    const essential = on.essential ? rows.essential.filter(felt) : []
    // Without a chosen muscle, what is only sometimes felt would cover half the figure.
    const spillover = on.spillover && chosen.muscle ? rows.spillover.filter(felt) : []
    const strength = chosen.muscle ? alpha.essential : alpha.shared
    const drawn = (rows, fill, line) => rows.map((row) => area(zones.shape[row], colors.referral, fill, colors.referral, line, widths.referral))
    const dotted = drawn(spillover, 0, alpha.spillover_line)
    return [[...drawn(essential, strength, alpha.essential_line), ...dotted], dotted]
  }

  // The rows of the referral that is shown; of a condition's muscles, of those that a filter leaves.
  felt(zone_rows, chosen, kept) {
    const none = {essential: [], spillover: []}
    if (!kept) return zone_rows[this.whose(chosen)] ?? none
    if (chosen.muscle) return kept.has(chosen.muscle) ? zone_rows[this.whose(chosen)] ?? none : none
    const {book, condition} = this.model
    const roles = Object.entries((!chosen.risk && book.membership[condition]) || {})
    const primary = roles.filter(([muscle, role]) => role === "primary" && kept.has(muscle))
    return {essential: [...new Set(primary.flatMap(([muscle]) => zone_rows[`muscle:${muscle}`]?.essential ?? []))], spillover: []}
  }

  // Whose referral is shown, as `zone_rows` names it.
  whose(chosen) {
    if (chosen.point) return `trigger_point:${chosen.point}`
    if (chosen.muscle) return `muscle:${chosen.muscle}`
    return chosen.risk || this.model.screen === "pain" ? "" : `condition:${this.model.condition}`
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
    const sides = this.sidesShown(chosen)
    risks.shown = risks.id.map((id, i) => on.risk && sides.has(risks.side[i]) && (!focused || near.has(id)))
    const shown = [...risks.id.keys()].filter((i) => risks.shown[i])
    const drawn = (i) => area(risks.shape[i], colors.risk, alpha.risk * share, colors.risk, alpha.risk_line * share, widths.risk, "6 3")
    return [shown.map(drawn), share]
  }

  // The nerves and arteries behind a chosen risk area and, for a clinician, behind those near a chosen muscle. Those of a
  // whole condition would cover the figure.
  courses(courses, on, chosen) {
    const {book, style} = this.model
    const ofMuscle = style.courses_of_muscles ? book.risks_of_muscle[chosen.muscle] ?? [] : []
    const near = new Set(chosen.risk ? [chosen.risk] : ofMuscle)
    const sides = this.sidesShown(chosen)
    courses.shown = courses.risk_areas.map((areas, i) =>
      on.risk && sides.has(courses.side[i]) && areas.some((area) => near.has(area)))
    return courseRows(courses, style)
  }

  points(points, on, chosen, roles, kept) {
    const {sizes, colors} = this.model.style
    const sides = this.sidesShown(chosen)
    points.alpha = points.id.map((id, i) => {
      const muscle = points.muscle[i]
      if (!on.trigger_points || !sides.has(points.side[i]) || (kept && !kept.has(muscle))) return 0
      if (chosen.point ? chosen.point === id : chosen.muscle ? chosen.muscle === muscle : roles?.[muscle] === "primary") return 1
      return chosen.muscle === muscle ? 0.45 : 0
    })
    return [...points.id.keys()].filter((i) => points.alpha[i] > 0).map((i) => ({
      x: points.x[i], y: points.y[i], line_color: colors.trigger_point, line_alpha: points.alpha[i],
      size: chosen.point === points.id[i] ? sizes.chosen : sizes.resting,
    }))
  }

  // --- choosing ------------------------------------------------------------------------------------------------------

  // Where the explanation tells of a sensitive spot, the ways from it to where its pain is felt.
  showWays(view) {
    const {shapes} = this.figures.get(view)
    const {screen, step} = this.model
    const chosen = this.chosen()
    const ways = []
    if (screen === "explain" && step === "sensitive_spot" && chosen.muscle) {
      const {points, zones, zone_rows} = shapes
      points.id.forEach((id, i) => {
        if (points.alpha[i] !== 1) return
        const rows = zone_rows[`trigger_point:${id}`].essential.filter((row) => zones.side[row] === points.side[i])
        for (const ring of rows.flatMap((row) => rings(zones.shape[row]))) ways.push([[points.x[i], points.y[i]], middle(ring)])
      })
    }
    showWays(this.shown(view), ways, this.model.style.colors.referral)
  }

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
    if (this.marking.isOn) return this.marking.tap(view, x, y)
    // A second tap on the same place means what the first one chose, unless it hits a trigger point squarely.
    const last = this.lastTap
    const again = last?.view === view && Math.hypot(last.x - x, last.y - y) < (TARGET / 2) * this.perPixel(view)
    this.lastTap = {view, x, y, before: this.model.selection}
    this.select(this.find(view, x, y, again ? TARGET / 2 : TARGET) ?? "")
  }

  // Its first tap has been answered: take that back.
  doubleTap(view, x, y) {
    if (this.marking.isOn) return
    this.model.selection = this.lastTap.before
    this.zoom(2, view, [x, y])
  }

  // Points win over muscles, muscles over risk areas; the smallest shape under the finger wins; a near miss takes the nearest.
  find(view, x, y, pointReach = TARGET) {
    const {points, muscles, risks} = this.figures.get(view).shapes
    const perPixel = this.perPixel(view)
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
    if (this.model.screen === "explain") return this.goHome()
    for (const view of this.figures.keys()) this.bringIntoSight(view)
  }

  // Both views of a pair go to all that they show, so that they can be compared.
  bringIntoSight(view) {
    const {book} = this.model
    const {x_range, y_range} = this.figures.get(view).figure
    const box = this.bounds(view, false)
    if (!box) return
    const [x0, y0, x1, y1] = box
    const seen = x1 > x_range.start && x0 < x_range.end && y1 > y_range.start && y0 < y_range.end
    if (seen) return
    for (const name of this.pair(view)) if (this.figures.has(name)) this.show(name, book.frames[name])
  }

  // The part of a view that the chosen muscle takes up, with its referral or without, or the chosen risk area; null where
  // it is not drawn.
  bounds(view, withReferral = true) {
    const {muscles, risks, zones, zone_rows} = this.figures.get(view).shapes
    const chosen = this.chosen()
    const name = chosen.muscle || chosen.risk
    if (!name) return null
    const {id, side, shape} = chosen.muscle ? muscles : risks
    const shapes = shape.filter((_, i) => id[i] === name && (chosen.side === "" || side[i] === "midline" || side[i] === chosen.side))
    if (withReferral && chosen.muscle) {
      const rows = zone_rows[this.whose(chosen)]?.essential ?? []
      const sides = this.sidesShown(chosen)
      shapes.push(...rows.filter((row) => sides.has(zones.side[row])).map((row) => zones.shape[row]))
    }
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
    for (const {xs, ys} of shapes) {
      for (const x of xs) if (x === x) [x0, x1] = [Math.min(x0, x), Math.max(x1, x)]
      for (const y of ys) if (y === y) [y0, y1] = [Math.min(y0, y), Math.max(y1, y)]
    }
    return x0 === Infinity ? null : [x0, y0, x1, y1]
  }
}
