// The way from a sensitive spot to where its pain is felt: dots that travel over a figure, or, for those who asked their
// device for less motion, the way alone.

function showWays(shown, ways, color) {
  shown?.shadow_el.querySelector(".bodymap-ways")?.remove()
  if (!shown || ways.length === 0) return
  const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches
  const paths = ways.map(([from, to]) => {
    const [[x0, y0], [x1, y1]] = [from, to].map(([x, y]) => [shown.frame.x_scale.compute(x), shown.frame.y_scale.compute(y)])
    const bend = 0.18
    return `M${x0} ${y0} Q${(x0 + x1) / 2 + (y1 - y0) * bend} ${(y0 + y1) / 2 - (x1 - x0) * bend} ${x1} ${y1}`
  })
  const dot = (path, begin) => `<circle r="5" fill="${color}" stroke="#fff" stroke-width="1.5" opacity="0">
    <animateMotion dur="2.6s" begin="${begin}s" repeatCount="indefinite" path="${path}" calcMode="spline" keyPoints="0;1" keyTimes="0;1" keySplines=".4 0 .3 1"/>
    <animate attributeName="opacity" dur="2.6s" begin="${begin}s" repeatCount="indefinite" values="0;1;1;0" keyTimes="0;.1;.8;1"/></circle>`
  const drawn = paths.map((path) => `<path d="${path}" fill="none" stroke="${color}" stroke-width="2" stroke-dasharray="2 6"
    stroke-linecap="round" opacity=".8"/>${isStill ? "" : dot(path, 0) + dot(path, 1.3)}`)
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  made.setAttribute("class", "bodymap-ways")
  made.setAttribute("aria-hidden", "true")
  made.style.cssText = "position:absolute;inset:0;width:100%;height:100%;pointer-events:none;z-index:10;overflow:hidden"
  made.innerHTML = drawn.join("")
  shown.shadow_el.append(made)
}

// The rings of a shape, each as a list of points; slivers left out.
function rings({xs, ys}) {
  const found = [[]]
  for (let k = 0; k < xs.length; k++) xs[k] === xs[k] ? found.at(-1).push([xs[k], ys[k]]) : found.push([])
  return found.filter((ring) => Math.abs(moments(ring).area) > 2e-4)
}

// The middle of a ring.
function middle(ring) {
  const {area, x, y} = moments(ring)
  return [x / (3 * area), y / (3 * area)]
}

function moments(ring) {
  let [area, x, y] = [0, 0, 0]
  ring.forEach(([bx, by], i) => {
    const [ax, ay] = ring.at(i - 1)
    const cross = ax * by - bx * ay
    area += cross
    x += (ax + bx) * cross
    y += (ay + by) * cross
  })
  return {area, x, y}
}
