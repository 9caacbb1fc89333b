/** 人脸识别技术应用安全管理办法, article 15: who keeps the faces of so many people files within 30 working days. */
export const FILING_DUE_AT = 100_000;
/** Time enough to prepare the impact assessment that is filed. */
export const FILING_SOON_AT = 80_000;

export type FaceFiling = "none" | "soon" | "due";

/** Whether the operator has to file with the authority, by how many people's faces are enrolled. */
export function decideFaceFiling(facesEnrolled: number): FaceFiling {
  if (facesEnrolled >= FILING_DUE_AT) return "due";
  return facesEnrolled >= FILING_SOON_AT ? "soon" : "none";
}
