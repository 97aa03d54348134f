"""Search by meaning: an extra that is switched on by a setting and absent otherwise.

Texts of services have vectors, which stand in the database under the digest of the text. What lies
near a query earns points beside its words (``fusing``), as steering, so every engine obeys it.
"""
