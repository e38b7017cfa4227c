"""Papers: what is printed, signed and sealed.

Pure library code: no Django, no clock, no settings. Paths, keys and moments are passed in, so a paper made
on any machine from the same input has the same bytes, and a hash of it means something years later.

`model` what a paper says · `render` its PDF · `digest` its hash H · `seal` the centre's seal and its check ·
`evidence` the file that proves who signed. Import from these modules: nothing heavy loads before it is needed.
"""
