import { meanEmbedding, similarity } from "../../face/vectors.ts";

/** Cosine. Pictures of one person within one film measured far above it, strangers far below. */
export const SAME_PERSON_SIMILARITY = 0.5;

/**
 * The index of the first frontal view that is of somebody else: unlike the one before it, or unlike
 * the mean of all. Null when it is one person throughout.
 */
export function decideOnePerson(embeddings: readonly Float32Array[]): number | null {
  if (embeddings.length === 0) return null;
  const mean = meanEmbedding(embeddings);
  const stranger = embeddings.findIndex((embedding, index) => {
    const before = embeddings[index - 1] ?? embedding;
    return (
      similarity(before, embedding) < SAME_PERSON_SIMILARITY ||
      similarity(embedding, mean) < SAME_PERSON_SIMILARITY
    );
  });
  return stranger === -1 ? null : stranger;
}
