import helmet from '@fastify/helmet';
import type { FastifyInstance, RawServerBase, FastifyBaseLogger, FastifyTypeProvider } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * What pages of this origin may do. Scripts and styles come from files of the app only, so a name or message that
 * slipped through as HTML would still not run (OWASP ASVS 5.0 V3.4).
 */
export async function securityHeaders(
  app: FastifyInstance<
    RawServerBase,
    IncomingMessage,
    ServerResponse,
    FastifyBaseLogger,
    FastifyTypeProvider
  >,
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'blob:', 'data:'],
        mediaSrc: ["'self'", 'blob:', 'mediastream:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // A certificate of the local authority would lock people out of this host's other ports for a year.
    hsts: false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  app.addHook('onSend', async (_request, reply) => {
    void reply.header(
      'permissions-policy',
      'camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()',
    );
  });
}
