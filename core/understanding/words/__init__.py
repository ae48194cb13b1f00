"""Words of languages as data: one YAML file a language, and tables of verb forms that ``make_forms`` writes."""
