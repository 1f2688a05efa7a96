/** QuantaStor's custom scripts: hooks with fixed names in one directory. */
@NullMarked
package dev.baton.events.contract.quantastor;

import org.jspecify.annotations.NullMarked;
