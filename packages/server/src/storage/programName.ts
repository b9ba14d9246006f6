/** Begins the name under which PostgreSQL lists the connections of one program; the rest is different for each. */
export const programName = { server: 'cardea server ', operator: 'cardea operator ' } as const;
