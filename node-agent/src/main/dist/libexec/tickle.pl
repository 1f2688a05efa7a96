# Sends TCP acknowledgements that belong to no connection: whoever gets one answers with the numbers of the
# connection it has, so that a client notices at once that its server has moved. Needs root.
#
#   my ($bad, $failed) = Tickle::all(\@lines);    # lines "X:port Y:port": to X, as if from Y
#
# $bad is the first line that is not two addresses with ports (nothing behind it is sent), $failed counts
# what the kernel refused.

package Tickle;

use strict;
use Socket qw(AF_INET AF_INET6 SOCK_RAW IPPROTO_RAW IPPROTO_TCP inet_pton pack_sockaddr_in pack_sockaddr_in6);

my $WINDOW = 1234;    # by which ctdb_killtcp knows such a packet
my $ACK    = 0x10;
my %sockets;

sub all {
    my ($lines) = @_;
    my $failed = 0;
    for my $line (@$lines) {
        next if $line =~ /^\s*(?:#|$)/;
        my @ends = map { end($_) } split ' ', $line;
        return ( $line, $failed ) if @ends != 2 || $ends[0]{family} != $ends[1]{family};
        send_one(@ends) or $failed++;
    }
    return ( undef, $failed );
}

# 192.0.2.1:445, [2001:db8::1]:445 or 2001:db8::1:445, where the last colon counts.
sub end {
    my ($text) = @_;
    my ( $ip, $port ) = $text =~ /^\[?([0-9a-fA-F:.]+?)\]?:(\d{1,5})$/ or return;
    my $family  = $ip =~ /:/ ? AF_INET6 : AF_INET;
    my $address = inet_pton( $family, $ip ) // return;
    return if $port > 65535;
    return { family => $family, address => $address, port => $port };
}

sub send_one {
    my ( $to, $from ) = @_;
    my $family = $to->{family};
    if ( !$sockets{$family} ) {
        socket( $sockets{$family}, $family, SOCK_RAW, IPPROTO_RAW ) or delete $sockets{$family};
    }
    my $socket = $sockets{$family} or return 0;
    my $tcp    = tcp( $to, $from );
    if ( $family == AF_INET ) {
        my $head = pack 'CCnnnCCna4a4', 0x45, 0, 40, 0, 0, 64, IPPROTO_TCP, 0, $from->{address}, $to->{address};
        return send $socket, $head . $tcp, 0, pack_sockaddr_in( 0, $to->{address} );
    }
    my $head = pack 'NnCCa16a16', 0x60000000, 20, IPPROTO_TCP, 64, $from->{address}, $to->{address};
    return send $socket, $head . $tcp, 0, pack_sockaddr_in6( 0, $to->{address} );
}

sub tcp {
    my ( $to, $from ) = @_;
    my @fields = ( $from->{port}, $to->{port}, 0, 0, 5 << 4, $ACK, $WINDOW );
    my $pseudo = $from->{address} . $to->{address} . pack 'NN', 20, IPPROTO_TCP;
    my $sum    = checksum( $pseudo . pack 'nnNNCCnnn', @fields, 0, 0 );
    return pack 'nnNNCCnnn', @fields, $sum, 0;
}

sub checksum {
    my ($bytes) = @_;
    my $sum = 0;
    $sum += $_ for unpack 'n*', $bytes;
    $sum = ( $sum & 0xffff ) + ( $sum >> 16 ) while $sum >> 16;
    return ~$sum & 0xffff;
}

1;
