"""The edition: the version of what the public sees, and its pages as ready bytes.

``printing`` counts the edition up, ``watching`` knows it in every process, ``sharing`` names the
pages that are the same for all, ``rendering`` and ``packing`` make them, ``keeping`` holds them
and ``serving`` answers with them, ahead of Flask.
"""
