/** The media type of bytes of an upload (tus protocol 1.0). */
export const uploadType = 'application/offset+octet-stream';
