"""Build the drawn atlas from bodies, landmarks and recipes; never imported by the running map."""
