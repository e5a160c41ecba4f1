/** The names of data files whose fields have a sign between them; `.gz` may follow the ending. */
export const DELIMITED = /\.(csv|tsv)(\.gz)?$/i
