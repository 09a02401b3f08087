// When the connection is lost: wait until the server answers, then open the page with the state that the map has by now.
if (window.bodymapReopening) return
window.bodymapReopening = true
window.dispatchEvent(new Event("bodymap:lost"))

const reopen = async () => {
  const answered = await fetch(window.location.pathname, {method: "HEAD", cache: "no-store"}).then(() => true, () => false)
  if (!answered) return setTimeout(reopen, 2000)
  const map = [...(window.bodymapMaps?.values() ?? [])].at(-1)
  window.location.replace(map?.address() ?? window.location.href)
}
reopen()
