// How thorough the slow suite is. In CI it has twenty minutes together with all others, on two cores; `BROADSIDE_SLOW=full npm run test:slow` leaves
// nothing out.
export const IS_WHOLE = process.env['BROADSIDE_SLOW'] === 'full';
