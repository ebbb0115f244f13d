// Deno's tests of the model with one of Stryker's changes in force: "passed" with each that passes, and in the end
// "survived", or "noticed" with the first that fails.

self.onmessage = async ({data: {id, urls}}) => {
  // Changed modules ask this which change is in force.
  globalThis.__stryker__ = {activeMutant: id}
  const tests = []
  Deno.test = (_, test) => tests.push(test)
  try {
    for (const url of urls) {
      await import(url)
      for (const test of tests.splice(0)) {
        await test()
        self.postMessage("passed")
      }
    }
    self.postMessage("survived")
  } catch {
    self.postMessage("noticed")
  }
}
