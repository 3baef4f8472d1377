"""What follows from the facts: axioms, rules, forward chaining, and HermiT as referee. It tells nobody why."""
