/** The operator as an organisation: there is one mall per deployment. */
export const OPERATOR = { id: "mall", name: "通兑 Tongdui" } as const;
