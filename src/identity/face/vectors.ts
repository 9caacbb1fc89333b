import { invariant } from "../../kernel/invariant.ts";

/** How alike two embeddings of unit length are: their cosine, from −1 to 1. */
export function similarity(one: Float32Array, other: Float32Array): number {
  invariant(one.length === other.length, "embeddings of one model have one length");
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}

/**
 * What several pictures of one person have in common: the mean of their embeddings, of unit length
 * again. On Chinese webcam faces five pictures against three have an equal error rate of 0.16 %, one
 * against one 1.2 %.
 */
export function meanEmbedding(embeddings: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const [first] = embeddings;
  invariant(first !== undefined, "a mean needs at least one embedding");
  const sum = new Float32Array(first.length);
  for (const embedding of embeddings) {
    invariant(embedding.length === sum.length, "embeddings of one model have one length");
    for (let index = 0; index < sum.length; index++) {
      sum[index] = (sum[index] ?? 0) + (embedding[index] ?? 0);
    }
  }
  return unitLength(sum);
}

/** The same direction, with length 1; a vector without direction stays as it is. */
export function unitLength(vector: Float32Array): Float32Array<ArrayBuffer> {
  const length = Math.sqrt(similarity(vector, vector)) || 1;
  return Float32Array.from(vector, (value) => value / length);
}
