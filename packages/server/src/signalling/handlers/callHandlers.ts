import { CardeaError, type Call, type CallId } from '@cardea/protocol';
import type { Handlers, RequestContext } from './handlers.ts';

export const callHandlers = {
  'call:ring': async ({ person, device, connectedAt, services }, request) => {
    const answer = await services.calls.ringing.ring({ person, device, connectedAt }, request);
    const { state } = answer.call;
    const result = answer.glare ? 'glare' : state.phase === 'ended' ? state.reason : 'rung';
    services.metrics.rings.inc({ result });
    return answer;
  },

  'call:ringing': (context, { call }) => applyAsCallee(context, call, 'ringing'),
  'call:accept': (context, { call }) => applyAsCallee(context, call, 'accept'),
  'call:hangup': (context, { call }) => applyToOwn(context, call, 'hangup'),

  'call:connected': async (context, { call }) => {
    const answer = await applyToOwn(context, call, 'connected');
    const { calls, background } = context.services;
    background.run('see whether both ends are here', () => calls.presence.afterConnected(answer.call));
    return answer;
  },

  'call:failed': (context, { call }) => applyToOwn(context, call, 'failed'),

  'call:kind': async ({ person, device, services }, { call, kind }) => {
    const at = services.now();
    const next = await services.calls.records.applyAs(call, person, (side) => ({
      type: 'kind',
      kind,
      side,
      device,
      at,
    }));
    return { call: next };
  },

  'call:signal': async ({ person, device, services }, request) => {
    await services.calls.relay.relay(person, device, request);
    return {};
  },
} satisfies Partial<Handlers>;

async function applyToOwn(
  { person, device, services }: RequestContext,
  id: CallId,
  type: 'hangup' | 'connected' | 'failed',
): Promise<{ call: Call }> {
  const at = services.now();
  const call = await services.calls.records.applyAs(id, person, (side) => ({ type, side, device, at }));
  return { call };
}

async function applyAsCallee(
  { person, device, services }: RequestContext,
  id: CallId,
  type: 'ringing' | 'accept',
): Promise<{ call: Call }> {
  const at = services.now();
  const call = await services.calls.records.applyAs(id, person, (side) => {
    if (side !== 'callee') throw new CardeaError('not_allowed');
    return { type, device, at };
  });
  return { call };
}
