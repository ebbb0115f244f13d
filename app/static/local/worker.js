// Long work beside the page, which goes on meanwhile: what work.js does, told by messages.

import {Kernels} from "../kernels/kernels.js"
import {Work} from "./work.js"

let work

addEventListener("message", async ({data}) => {
  if (data.module) {
    const {module, table} = data
    work = Kernels.load(module).then((kernels) => {
      return new Work(kernels, table, (question, answer) => postMessage({question, answer, shape: answer.loss?.shape}))
    })
  } else if (data.drop) (await work).drop()
  else (await work).ask(data.job)
})
