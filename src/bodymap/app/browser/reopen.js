// When the connection is lost: wait until the server answers, then open the page with the state that the map has by now.
if (window.bodymapReopening) return
window.bodymapReopening = true

const reopen = async () => {
  const answered = await fetch(window.location.pathname, {method: "HEAD", cache: "no-store"}).then(() => true, () => false)
  if (!answered) return setTimeout(reopen, 2000)
  const query = new URLSearchParams(window.location.search)
  const map = [...(window.bodymapMaps?.values() ?? [])].at(-1)
  for (const name of ["condition", "side", "depth", "selection", "layers", "screen", "step"]) {
    if (map) query.set(name, String(map.model[name]))
  }
  window.location.replace(`${window.location.pathname}?${query}`)
}
reopen()
