// Long work beside the page, which goes on meanwhile: what work.js does, and dear races, told by messages.

import {Kernels} from "../kernels/kernels.js"
import {racing} from "./reply.js"
import {finished} from "./rows.js"
import {settingsOf} from "./settings.js"
import {Work} from "./work.js"

let ready

addEventListener("message", async ({data}) => {
  if (data.module) {
    const {module, table} = data
    ready = Kernels.load(module).then((kernels) => {
      const post = (question, answer) => postMessage({question, answer, shape: answer.loss?.shape})
      return {kernels, table, work: new Work(kernels, table, post)}
    })
    return
  }
  const {kernels, table, work} = await ready
  if (data.texts) {
    let races
    try {
      races = finished(racing(kernels, settingsOf(table, data.texts), data.lacks))
    } catch (error) {
      // The page tries by itself, and says what is wrong.
      reportError(error)
    }
    postMessage({races})
  } else if (data.drop) work.drop()
  else work.ask(data.job)
})
