"""`janus`: a media server of the centre (an SFU) passes each voice on to the others of the room.

No browser ever speaks with its interface: what a browser says goes by the channel to us (`house`), and we alone speak
with Janus, on loopback (`line`). One room of Janus for each epoch; it begins with the first browser of the epoch that
is ready and ends with the last.
"""
