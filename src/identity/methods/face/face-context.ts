import type { Sql } from "../../../platform/db/database.ts";
import type { FacePipeline, NoPipeline } from "../../face/index.ts";
import type { MethodContext } from "../method.ts";
import type { Thresholds } from "./decide-match.ts";
import { type TemplateCipher, templateCipher } from "./template-cipher.ts";

/** What the mall's policies say of faces, at the moment. */
export type FacePolicy = Thresholds & {
  readonly loginAllowed: boolean;
  readonly retentionDays: number;
};
export type ReadFacePolicy = (sql: Sql) => Promise<FacePolicy>;

/** Holds where no policy is given. The thresholds' reasons are in docs/decisions/0011-face-models.md. */
export const DEFAULT_FACE_POLICY: FacePolicy = {
  loginAllowed: true,
  acceptAt: 550,
  offerPasskeyAt: 450,
  retentionDays: 365,
};

export type FaceNeeds = {
  readonly pipeline: FacePipeline | NoPipeline;
  readonly readPolicy: ReadFacePolicy;
};

/** What every use case of the method works with, where there are models to work with. */
export type FaceContext = MethodContext & {
  readonly pipeline: FacePipeline;
  readonly readPolicy: ReadFacePolicy;
  readonly cipher: TemplateCipher;
};

/** Null where faces cannot be looked at: the models are missing. */
export function faceContext(context: MethodContext, needs: FaceNeeds): FaceContext | null {
  const { pipeline, readPolicy } = needs;
  if ("unavailable" in pipeline) return null;
  return { ...context, pipeline, readPolicy, cipher: templateCipher(context.deps.secret) };
}

/** What faces are used for at the moment. */
export type FaceUses = { readonly opensWindow: boolean; readonly loginAllowed: boolean };

export const NO_USES: FaceUses = { opensWindow: false, loginAllowed: false };

export async function usesOfFaces(context: FaceContext, sql: Sql): Promise<FaceUses> {
  const [window, policy] = await Promise.all([context.windowSeconds(sql), context.readPolicy(sql)]);
  return { opensWindow: window.ok, loginAllowed: policy.loginAllowed };
}
