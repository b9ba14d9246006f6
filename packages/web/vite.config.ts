import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** Where the server runs in development; `npm run dev` sets it. */
const api = process.env['CARDEA_API'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  // The other packages are read from their sources, so nothing has to be built before this.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    target: 'es2022',
    // `data:` addresses would need an exception in the content security policy.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: {
      '/api': api,
      '/ca.crt': api,
      '/signalling': { target: api, ws: true },
      '/janus': { target: api, ws: true },
    },
  },
});
