// Recipes from practice, each set in one go.

export function bindPresets(root, presets, ask) {
  const source = root.querySelector("[data-part=preset-source]")
  root.querySelector("[data-part=preset]").addEventListener("change", ({target}) => {
    const preset = presets[target.value]
    source.textContent = preset?.source ?? ""
    if (preset) ask(preset.changes)
  })
}
