// A relay's password ends; the next one is asked for when three quarters of its time are over.
//   const renewal = new Renewal(ask); renewal.after(media); renewal.stop();

export class Renewal {
  constructor(ask) {
    this.ask = ask;
  }

  after({ servers, lasts }) {
    this.stop();
    if (servers?.length) this.timer = window.setTimeout(this.ask, lasts * 750);
  }

  stop() {
    window.clearTimeout(this.timer);
  }
}
