package main

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"
)

const (
	headerBytes     = 16
	longestMessage  = 48_000_000
	opMsg           = 2013
	moreToComeFlags = 1 << 1
)

// relay hands on one command after the other, of all connections together: MongoDB changes a document in one step, FerretDB reads it,
// changes it and writes it, and another command may get in between.
func relay(client net.Conn, behind string, turn *sync.Mutex) {
	defer client.Close()
	server, err := net.Dial("tcp", behind)
	if err != nil {
		return
	}
	defer server.Close()
	for {
		command, err := readMessage(client)
		if err != nil {
			return
		}
		answer, err := ask(server, command, turn)
		if err != nil {
			return
		}
		if _, err := client.Write(answer); err != nil {
			return
		}
	}
}

func ask(server net.Conn, command []byte, turn *sync.Mutex) ([]byte, error) {
	turn.Lock()
	defer turn.Unlock()
	if _, err := server.Write(command); err != nil {
		return nil, err
	}
	if wantsNoAnswer(command) {
		return nil, nil
	}
	return readMessage(server)
}

// readMessage reads the length that every message of the protocol begins with, and so much.
func readMessage(from net.Conn) ([]byte, error) {
	var length [4]byte
	if _, err := io.ReadFull(from, length[:]); err != nil {
		return nil, err
	}
	size := binary.LittleEndian.Uint32(length[:])
	if size < headerBytes || size > longestMessage {
		return nil, errors.New("a message of no possible length")
	}
	message := make([]byte, size)
	copy(message, length[:])
	_, err := io.ReadFull(from, message[4:])
	return message, err
}

// wantsNoAnswer: the flags of OP_MSG follow the header.
func wantsNoAnswer(message []byte) bool {
	isMsg := binary.LittleEndian.Uint32(message[12:16]) == opMsg
	return isMsg && len(message) >= 20 && binary.LittleEndian.Uint32(message[16:20])&moreToComeFlags != 0
}
