// @ts-check
// A worker beside the page, which goes on meanwhile.

// One that begins with worker.js and has the kernels and the table; undefined where there can be none. ``without`` is
// called where that shows only later: a host may forbid what a file brings with it.
/**
 * @param {() => Worker} make @param {any} kernels @param {any} table
 * @param {{hear: (told: any) => void, without: () => void}} who
 */
export function workerOf(make, {module}, table, {hear, without}) {
  let worker
  try {
    worker = make()
  } catch {
    return undefined
  }
  let heard = false
  worker.addEventListener("message", ({data}) => {
    heard = true
    hear(data)
  })
  worker.addEventListener("error", () => heard || without())
  worker.postMessage({module, table})
  return worker
}
