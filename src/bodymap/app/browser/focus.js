// The panel beside the figure is written anew whenever something is chosen. What had the focus in it keeps it, where it is
// still there; else the panel's heading has it, so that reading goes on with what is new. A list that was open stays open.

const READING = 250 // milliseconds until the panel has been written

// Follow the focus into this map's panel, and back when the panel is written anew; the answer ends that.
function keepFocus(model) {
  let held = null // the panel's root, and what had the focus there
  const watcher = new MutationObserver(() => {
    if (held === null || held.focused.isConnected) return
    const {root, key, title, open, isMarking, isByKey} = held
    const panel = root.querySelector(".details")
    const heading = panel?.querySelector("h2")
    if (!heading) return // it is still being written
    const isSame = heading.textContent === title
    if (isSame) for (const list of panel.querySelectorAll("details")) list.open ||= open.has(textOf(list))
    const again = [...panel.querySelectorAll("button, summary")].filter((node) => keyOf(node) === key && node.checkVisibility())
    const kept = isSame ? again.findLast((node) => !isMarking || node.hasAttribute("aria-pressed")) : null
    if (!kept) heading.tabIndex = -1
    ;(kept ?? heading).focus({preventScroll: !isByKey})
  })
  const took = (event) => {
    const [focused, ...above] = event.composedPath()
    const panel = above.find((node) => node.classList?.contains("details"))
    if (panel?.dataset.bodymapMap !== model.map_id) return void (held = null)
    const root = panel.getRootNode()
    held = {
      root, focused, key: keyOf(focused), title: panel.querySelector("h2")?.textContent ?? "",
      isMarking: focused.dataset.bodymapSelect?.startsWith("mark:") ?? false,
      isByKey: focused.matches(":focus-visible"),
      open: new Set([...panel.querySelectorAll("details")].filter((list) => list.open).map(textOf)),
    }
    hear(root)
    watcher.observe(root, {childList: true, subtree: true})
  }
  // The focus was given up, not taken away with what was written over.
  const gave = (event) => {
    const focused = event.composedPath()[0]
    setTimeout(() => { if (held?.focused === focused && focused.isConnected && !focused.matches(":focus")) held = null })
  }
  // Moves within a panel are heard in its own root only.
  const end = new AbortController()
  const heardIn = new WeakSet()
  const hear = (root) => {
    if (heardIn.has(root)) return
    heardIn.add(root)
    root.addEventListener("focusin", took, {signal: end.signal})
    root.addEventListener("focusout", gave, {signal: end.signal})
  }
  hear(document)
  return () => {
    watcher.disconnect()
    end.abort()
  }
}

// A line that only a screen reader reads, told anew when the panel changes.
function statusLine(model) {
  const line = document.createElement("div")
  line.className = "told"
  line.setAttribute("role", "status")
  model.on("told", () => setTimeout(() => { line.textContent = model.told }, READING))
  return line
}

function textOf(list) {
  return list.querySelector("summary")?.textContent ?? ""
}

function keyOf(node) {
  return node.dataset?.bodymapSelect ?? node.textContent
}
