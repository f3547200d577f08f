"""How the model was made: corpora in, ``pipeline/model`` out. Never imported by the pipeline."""
