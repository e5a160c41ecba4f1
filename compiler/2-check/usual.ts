/** What holds where a network says nothing. */
export const USUAL_BATCH = 32
export const USUAL_SEED = 1
