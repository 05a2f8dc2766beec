#pragma once

/// The property runner's header: a proofs program registers real handlers, real loaders and optimistic entries, and
/// gets a verdict for each pair and law. See docs/prove.md. Standard library only; link touchgraph_prove.

#include "touchgraph/prove/fields.h"
#include "touchgraph/prove/keys.h"
#include "touchgraph/prove/model.h"
#include "touchgraph/prove/run.h"
#include "touchgraph/prove/suite.h"
#include "touchgraph/prove/value.h"
