import { CardeaError, type Call, type CallId, type CallKind, type Side } from '@cardea/protocol';
import { sideOf } from '../../calls/callStore.ts';
import type { Handlers, RequestContext } from './handlers.ts';

export const callHandlers = {
  'call:ring': async ({ person, device, connectedAt, services }, request) => {
    const answer = await services.calls.ringing.ring({ person, device, connectedAt }, request);
    const { state } = answer.call;
    const result = answer.glare ? 'glare' : state.phase === 'ended' ? state.reason : 'rung';
    services.metrics.rings.inc({ result });
    return answer;
  },

  'call:ringing': async (context, { call }) => {
    await asSide(context, call, 'callee');
    const { device, services } = context;
    return {
      call: await services.calls.records.apply(call, { type: 'ringing', device, at: services.now() }),
    };
  },

  'call:accept': async (context, { call }) => {
    await asSide(context, call, 'callee');
    const { device, services } = context;
    return { call: await services.calls.records.apply(call, { type: 'accept', device, at: services.now() }) };
  },

  'call:hangup': (context, { call }) => applyToOwn(context, call, 'hangup'),

  'call:connected': async (context, { call }) => {
    const answer = await applyToOwn(context, call, 'connected');
    const { calls, background } = context.services;
    background.run('see whether both ends are here', () => calls.presence.afterConnected(answer.call));
    return answer;
  },

  'call:failed': (context, { call }) => applyToOwn(context, call, 'failed'),

  'call:kind': async (context, { call, kind }) => applyKind(context, call, kind),

  'call:signal': async ({ person, device, services }, request) => {
    await services.calls.relay.relay(person, device, request);
    return {};
  },
} satisfies Partial<Handlers>;

async function applyToOwn(
  context: RequestContext,
  id: CallId,
  type: 'hangup' | 'connected' | 'failed',
): Promise<{ call: Call }> {
  const { device, services } = context;
  const side = await sideIn(context, id);
  return { call: await services.calls.records.apply(id, { type, side, device, at: services.now() }) };
}

async function applyKind(context: RequestContext, id: CallId, kind: CallKind): Promise<{ call: Call }> {
  const { device, services } = context;
  const side = await sideIn(context, id);
  const event = { type: 'kind', kind, side, device, at: services.now() } as const;
  return { call: await services.calls.records.apply(id, event) };
}

async function sideIn({ person, services }: RequestContext, id: CallId): Promise<Side> {
  const { call } = await services.calls.records.get(id, person);
  const side = sideOf(call, person);
  if (side === null) throw new CardeaError('call_not_found');
  return side;
}

async function asSide(context: RequestContext, id: CallId, wanted: Side): Promise<void> {
  if ((await sideIn(context, id)) !== wanted) throw new CardeaError('not_allowed');
}
