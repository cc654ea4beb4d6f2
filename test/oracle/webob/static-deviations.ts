export const staticDeviations = []
