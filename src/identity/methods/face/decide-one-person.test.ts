import { expect, test } from "vitest";
import { decideOnePerson } from "./decide-one-person.ts";
import { embeddingOf } from "./scripted-pipeline.fixture.ts";

const lin = embeddingOf("Lin");
test.each([
  ["nobody", [], null],
  ["one view", [lin], null],
  ["one person", [lin, embeddingOf("Lin", 0.9), lin], null],
  ["neighbours exactly alike enough", [lin, embeddingOf("Lin", 0.501)], null],
  ["neighbours not alike enough", [lin, embeddingOf("Lin", 0.499)], 1],
  ["a stranger at the start", [embeddingOf("Wang"), lin, lin], 0],
  ["a stranger in the middle", [lin, lin, embeddingOf("Wang"), lin, lin], 2],
])("%s", (_, embeddings, stranger) => {
  expect(decideOnePerson(embeddings)).toBe(stranger);
});
