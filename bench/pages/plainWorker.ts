// The recording worker of the app as it is.
import '@cardea/client/recording-worker';
