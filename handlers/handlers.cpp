#include "handlers/message.hpp"
