"""The one door of every Question: is it for us, a courtesy, a quick command, or a question for the pipeline?"""
