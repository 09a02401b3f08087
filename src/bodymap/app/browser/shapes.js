// Shapes: unpacking them, the rows that they become in the layers of a figure, and whether a finger is on one.

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

// Bones that are seen through: dashed over the muscles behind them.
function seenThroughRows({bones}, {bone, widths}) {
  const edge = (shape) => area(shape, bone.fill, 0, bone.line, 1, 1.5 * widths.bone, "5 4")
  return bones.shape.filter((_, i) => bones.ghost[i]).map(edge)
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

// Each nerve and artery twice: wider, in the colour of its edges, and over that its own line.
function courseRows({shape, kind, shown}, {colors, alpha, widths, course_dash}) {
  return shape.flatMap((course, i) => {
    if (!shown[i]) return []
    const name = kind[i]
    const edge = line(course, colors[`${name}_edge`], alpha.course, widths[name] + widths.course_edge)
    return [edge, line(course, colors[name], alpha.course, widths[name], course_dash[name])]
  })
}

const plain = new WeakSet()

// Spare a figure what Bokeh does at each change and at each painting for nothing, which is most of what a change costs.
// - Four more glyphs for each layer, for rows that are selected, muted or too many: this map has none of them, a choice
//   has rows of its own.
// - New rows are set up once for themselves and again for their number, and how they look once more for which of them
//   are in sight: once a turn is enough.
// - A layer on the canvas has an element in the page, whose place would be set at every painting; and what a style
//   sheet may say of the figure would be looked up, for which the page's styles are computed there and then.
function drawPlainly(shown) {
  for (const renderer of shown.model.renderers) {
    const layer = shown.views.find_one(renderer)
    if (!layer || plain.has(layer)) continue
    plain.add(layer)
    layer.update_position = () => {}
    for (const glyph of [layer.selection_glyph, layer.nonselection_glyph, layer.muted_glyph, layer.decimated_glyph]) {
      Object.assign(glyph, {set_data: async () => {}, set_visuals: () => {}, map_data: () => {}})
    }
    setOnce(layer, shown)
    hatchOnce(layer.glyph.visuals.hatch)
  }
  for (const visual of shown.visuals) visual._get_css_value = () => ""
}

// How many layers of each figure are being given their rows.
const unfinished = new WeakMap()

function setOnce(layer, shown) {
  const {update_data, set_data, set_visuals} = layer
  let waiting = null
  let [given, looks] = [0, -1] // how often rows were given, and for which of those their looks are set
  const update = async () => {
    await null // until all that is told in this turn has been told
    waiting = null
    await update_data.call(layer)
    const others = unfinished.get(shown) - 1
    unfinished.set(shown, others)
    // Painted at once, the figure is in the browser's next frame; Bokeh waits for that frame before it paints.
    if (others === 0) shown.paint()
  }
  layer.update_data = () => {
    if (waiting === null) unfinished.set(shown, (unfinished.get(shown) ?? 0) + 1)
    return (waiting ??= update())
  }
  layer.set_data = (indices) => {
    given++
    return set_data.call(layer, indices)
  }
  layer.set_visuals = async () => {
    if (looks === given) return
    looks = given
    await set_visuals.call(layer)
  }
}

// The tile of a hatch is drawn when its look changes, not with every new row.
function hatchOnce(hatch) {
  if (!hatch?._hatch_image) return
  const {update} = hatch
  let [known, tiles] = ["", null]
  hatch.update = () => {
    const looks = ["pattern", "color", "alpha", "scale", "weight"].map((name) => hatch[`hatch_${name}`])
    const look = [...looks.map(({value}) => value), hatch.obj.canvas.pixel_ratio].join()
    if (look === known && looks.every((one) => one.is_Scalar())) {
      hatch._hatch_image = tiles
      return
    }
    update.call(hatch)
    known = look
    tiles = hatch._hatch_image
  }
}

// The person's right and left at the upper corners of a figure, where they stand still when it is zoomed. They are of the
// page: a letter on the canvas is a font to be looked up at every painting.
function printSides(shown, letters, color) {
  const root = shown.shadow_el
  if (root.querySelector(".bodymap-side")) return
  letters.forEach((letter, end) => {
    const made = Object.assign(document.createElement("b"), {className: "bodymap-side", textContent: letter})
    made.setAttribute("aria-hidden", "true") // the figure's description says what is seen
    made.style.cssText = `position:absolute;top:12px;${end ? "right" : "left"}:14px;z-index:1;pointer-events:none;
      font:bold 22px system-ui,sans-serif;color:${color}`
    root.append(made)
  })
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
